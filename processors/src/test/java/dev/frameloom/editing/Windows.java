package dev.frameloom.editing;

import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.PendingWindow;
import dev.frameloom.windowing.Keyframes;
import java.util.List;
import java.util.stream.LongStream;

/** Windows for tests; frame n of a stream lies at offset n. */
final class Windows {

  private Windows() {}

  static EditSpec.Builder edit() {
    return EditSpec.newBuilder()
        .setStreamId("clip")
        .setEditId("sketch")
        .setRevision(1)
        .setPrompt("a pencil sketch")
        .setGapPolicy(GapPolicy.HOLD)
        .setKeyframeInterval(2);
  }

  static KeyframeWindow.Builder window(EditSpec edit, long index, long first, long last) {
    List<FrameRef> frames = LongStream.rangeClosed(first, last).mapToObj(Windows::ref).toList();
    return KeyframeWindow.newBuilder()
        .setEdit(edit)
        .setWindowIndex(index)
        .setAnchor(ref(first))
        .setFrames(frames)
        .setKeyframes(Keyframes.indexes(frames.size(), edit.getKeyframeInterval()))
        .setPublishFrom(0)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setCloseReason(CloseReason.LENGTH);
  }

  static FrameRef ref(long sequence) {
    return new FrameRef(sequence, sequence * 40_000, "frames", 0, sequence);
  }

  static PendingWindow pending(KeyframeWindow window, long offset) {
    return pending(window, offset, 0);
  }

  static PendingWindow pending(KeyframeWindow window, long offset, long timestampMs) {
    EditSpec edit = window.getEdit();
    return new PendingWindow(
        edit.getStreamId() + "/" + edit.getEditId(), "windows", 0, offset, timestampMs, window);
  }
}
