package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.FrameRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames and edits for tests. */
final class Frames {

  private Frames() {}

  static EditSpec.Builder edit() {
    return EditSpec.newBuilder()
        .setStreamId("clip")
        .setEditId("sketch")
        .setRevision(1)
        .setPrompt("a pencil sketch")
        .setKeyframeInterval(2)
        .setWindowKeyframes(3)
        .setGraceFrames(3)
        .setMaxDelayMs(1000);
  }

  static ArrivedFrame frame(long sequence) {
    return builder(sequence).build();
  }

  static ArrivedFrame last(long sequence) {
    return builder(sequence).setEndOfStream(true).build();
  }

  static ArrivedFrame unreadable(long sequence) {
    return builder(sequence).setReadable(false).setThumbnail(null).build();
  }

  /** A frame whose whole thumbnail has one grey level. */
  static ArrivedFrame grey(long sequence, int level) {
    byte[] thumbnail = new byte[64 * 64];
    Arrays.fill(thumbnail, (byte) level);
    return builder(sequence).setThumbnail(ByteBuffer.wrap(thumbnail)).build();
  }

  static ArrivedFrame.Builder builder(long sequence) {
    return ArrivedFrame.newBuilder()
        .setRef(new FrameRef(sequence, sequence * 40_000, "frames", 0, 1000 + sequence))
        .setWidth(64)
        .setHeight(48);
  }

  /** An order in which each frame comes after at most {@code grace} later ones. */
  static List<ArrivedFrame> shuffled(List<ArrivedFrame> sorted, int grace, Random random) {
    List<ArrivedFrame> remaining = new ArrayList<>(sorted);
    List<Integer> overtaken = new ArrayList<>(sorted.stream().map(f -> 0).toList());
    List<ArrivedFrame> shuffled = new ArrayList<>();
    while (!remaining.isEmpty()) {
      int pick =
          overtaken.get(0) >= grace ? 0 : random.nextInt(Math.min(grace + 1, remaining.size()));
      for (int i = 0; i < pick; i++) {
        overtaken.set(i, overtaken.get(i) + 1);
      }
      shuffled.add(remaining.remove(pick));
      overtaken.remove(pick);
    }
    return shuffled;
  }
}
