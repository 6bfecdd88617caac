package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.WindowingState;
import dev.frameloom.image.SceneCut;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The open window of one edit of one stream. Takes frames and missing sequences in order, and
 * closes itself where it is full or the scene changes.
 */
final class OpenWindow {

  private final int maxGap;
  private final Consumer<KeyframeWindow> closed;
  private final List<FrameRef> frames;
  private final List<Long> missing;
  private EditSpec edit;
  private long index;
  private FrameRef anchor;
  private boolean anchorReadable;
  private ArrivedFrame latest;
  private int publishFrom;
  private long firstSequence;
  private long lastSequence;

  /**
   * The window that a state describes.
   *
   * @param maxGap how many sequences in a row are listed as missing; a longer gap closes the window
   * @param closed takes each window that closes
   */
  OpenWindow(WindowingState state, int maxGap, Consumer<KeyframeWindow> closed) {
    this.maxGap = maxGap;
    this.closed = closed;
    this.frames = new ArrayList<>(state.getFrames());
    this.missing = new ArrayList<>(state.getMissing());
    this.edit = state.getEdit();
    this.index = state.getWindowIndex();
    this.anchor = state.getAnchor();
    this.anchorReadable = state.getAnchorReadable();
    this.latest = state.getLatest();
    this.publishFrom = state.getPublishFrom();
    this.firstSequence = state.getFirstSequence();
    this.lastSequence = state.getLastSequence();
  }

  void save(WindowingState.Builder state) {
    state
        .setEdit(edit)
        .setWindowIndex(index)
        .setAnchor(anchor)
        .setAnchorReadable(anchorReadable)
        .setLatest(latest)
        .setFrames(List.copyOf(frames))
        .setPublishFrom(publishFrom)
        .setFirstSequence(firstSequence)
        .setLastSequence(lastSequence)
        .setMissing(List.copyOf(missing));
  }

  EditSpec edit() {
    return edit;
  }

  /** Whether there are frames that no window published yet. */
  boolean hasNewFrames() {
    return frames.size() > publishFrom;
  }

  void addMissing(long from, long to) {
    if (to - from >= maxGap) {
      closeWhateverThereIs(CloseReason.GAP);
      forgetBoundary();
      return;
    }
    for (long sequence = from; sequence <= to; sequence++) {
      miss(sequence);
    }
  }

  void add(ArrivedFrame frame) {
    long sequence = frame.getRef().getSequence();
    if (frame.getReadable()) {
      addReadable(frame, sequence);
    } else {
      if (anchor == null) {
        // a window has an anchor even where none of its frames can be read
        anchor = frame.getRef();
      }
      miss(sequence);
    }
    if (frame.getEndOfStream()) {
      end();
      return;
    }
    int full = Keyframes.fullWindow(edit.getWindowKeyframes(), edit.getKeyframeInterval());
    if (frames.size() >= full) {
      close(CloseReason.LENGTH);
    }
  }

  private void addReadable(ArrivedFrame frame, long sequence) {
    boolean resized =
        latest != null
            && (latest.getWidth() != frame.getWidth() || latest.getHeight() != frame.getHeight());
    if (latest != null && !frames.isEmpty() && (resized || isCut(latest, frame))) {
      close(CloseReason.SCENE_CUT);
      forgetBoundary();
    }
    if (!anchorReadable || resized) {
      anchor = frame.getRef();
      anchorReadable = true;
    }
    answerFor(sequence);
    frames.add(frame.getRef());
    latest = frame;
  }

  private boolean isCut(ArrivedFrame before, ArrivedFrame after) {
    double threshold = edit.getSceneCutThreshold();
    if (threshold <= 0 || before.getThumbnail() == null || after.getThumbnail() == null) {
      return false;
    }
    return SceneCut.difference(bytes(before.getThumbnail()), bytes(after.getThumbnail()))
        >= threshold;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Goes on with another revision, which shares no frame with the one before. */
  void startRevision(EditSpec revision) {
    close(CloseReason.NEW_REVISION);
    forgetBoundary();
    anchorReadable = false;
    edit = revision;
  }

  /**
   * Closes the window and opens the next, which begins with this one's last frame. A window without
   * new frames stays open, and what it misses with it.
   */
  void close(CloseReason reason) {
    if (hasNewFrames()) {
      closeWhateverThereIs(reason);
    }
  }

  private void closeWhateverThereIs(CloseReason reason) {
    if (firstSequence < 0) {
      return;
    }
    closed.accept(window(reason, false));
    FrameRef boundary = frames.isEmpty() ? null : frames.get(frames.size() - 1);
    reset();
    if (boundary != null) {
      frames.add(boundary);
      publishFrom = 1;
    }
  }

  /** Closes the window as the stream's last, if it answers for anything. */
  void end() {
    if (firstSequence < 0) {
      return;
    }
    closed.accept(window(CloseReason.END_OF_STREAM, true));
    reset();
  }

  private void miss(long sequence) {
    answerFor(sequence);
    missing.add(sequence);
    if (missing.size() >= maxGap) {
      closeWhateverThereIs(CloseReason.GAP);
    }
  }

  private void answerFor(long sequence) {
    if (firstSequence < 0) {
      firstSequence = sequence;
    }
    lastSequence = sequence;
  }

  private void forgetBoundary() {
    frames.clear();
    publishFrom = 0;
  }

  private void reset() {
    index++;
    forgetBoundary();
    missing.clear();
    firstSequence = -1;
    lastSequence = -1;
  }

  private KeyframeWindow window(CloseReason reason, boolean endOfStream) {
    return KeyframeWindow.newBuilder()
        .setEdit(edit)
        .setWindowIndex(index)
        .setAnchor(anchor)
        .setFrames(List.copyOf(frames))
        .setKeyframes(Keyframes.indexes(frames.size(), edit.getKeyframeInterval()))
        .setPublishFrom(publishFrom)
        .setFirstSequence(firstSequence)
        .setLastSequence(lastSequence)
        .setMissing(List.copyOf(missing))
        .setCloseReason(reason)
        .setEndOfStream(endOfStream)
        .build();
  }
}
