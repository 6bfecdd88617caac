package dev.frameloom.schemas;

import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.WindowOutcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Records with something in every field, made of a seed. */
final class SampleRecords {

  private final SplittableRandom random;

  SampleRecords(long seed) {
    random = new SplittableRandom(seed);
  }

  Frame frame(int imageBytes) {
    return Frame.newBuilder()
        .setStreamId(text())
        .setSequence(random.nextLong())
        .setCaptureTimeUs(random.nextLong())
        .setDurationUs(random.nextLong())
        .setWidth(random.nextInt())
        .setHeight(random.nextInt())
        .setEncoding(ImageEncoding.PNG)
        .setImage(bytes(imageBytes))
        .setEndOfStream(random.nextInt(2) == 1)
        .build();
  }

  EditedFrame editedFrame(int imageBytes) {
    return EditedFrame.newBuilder()
        .setStreamId(text())
        .setEditId(text())
        .setRevision(random.nextInt())
        .setWindowIndex(random.nextLong())
        .setSequence(random.nextLong())
        .setCaptureTimeUs(random.nextLong())
        .setWidth(random.nextInt())
        .setHeight(random.nextInt())
        .setEncoding(ImageEncoding.JPEG)
        .setImage(bytes(imageBytes))
        .setOrigin(FrameOrigin.PROPAGATED)
        .build();
  }

  EditSpec edit() {
    return EditSpec.newBuilder()
        .setStreamId(text())
        .setEditId(text())
        .setRevision(random.nextInt())
        .setPrompt(text())
        .setNegativePrompt(text())
        .setSeed(random.nextLong())
        .setStrength(random.nextDouble())
        .setGapPolicy(GapPolicy.SKIP)
        .setOptions(Map.of("source-prompt", text(), "of-" + random.nextInt(), text()))
        .build();
  }

  FrameRef reference() {
    return new FrameRef(
        random.nextLong(), random.nextLong(), text(), random.nextInt(), random.nextLong());
  }

  KeyframeWindow window(int frames) {
    List<FrameRef> references = new ArrayList<>();
    List<Integer> keyframes = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      references.add(reference());
      keyframes.add(random.nextInt());
    }
    return KeyframeWindow.newBuilder()
        .setEdit(edit())
        .setWindowIndex(random.nextLong())
        .setAnchor(reference())
        .setFrames(references)
        .setKeyframes(keyframes)
        .setPublishFrom(random.nextInt(2))
        .setFirstSequence(random.nextLong())
        .setLastSequence(random.nextLong())
        .setMissing(List.of(random.nextLong()))
        .setCloseReason(CloseReason.SCENE_CUT)
        .build();
  }

  WindowOutcome outcome() {
    return WindowOutcome.newBuilder()
        .setEdit(edit())
        .setWindowIndex(random.nextLong())
        .setStatus(OutcomeStatus.DEGRADED)
        .setFirstSequence(random.nextLong())
        .setLastSequence(random.nextLong())
        .setFramesPublished(random.nextInt())
        .setKeyframes(random.nextInt())
        .setError(text())
        .setDegradations(List.of(text(), text()))
        .setStageMicros(Map.of("fetch", random.nextLong(), "denoise", random.nextLong()))
        .setWarpError(random.nextDouble())
        .setEdgeCorrelation(random.nextDouble())
        .setSobelRatio(random.nextDouble())
        .setHighFrequencyRatio(random.nextDouble())
        .build();
  }

  private ByteBuffer bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return ByteBuffer.wrap(bytes);
  }

  /** Up to 20 characters of any script. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.appendCodePoint(random.nextInt(0x20, 0xD800));
    }
    return text.toString();
  }
}
