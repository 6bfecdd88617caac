package dev.frameloom.reassembly;

/**
 * Bounds of reassembly, for each edit of each stream.
 *
 * @param maxWaitingFrames edited frames that may wait for an earlier one
 * @param maxWaitingBytes bytes of their pictures
 * @param maxFill longest gap that is filled frame by frame where no outcome explains it; a longer
 *     one is taken for a restarted source and left out
 * @param fullBuffer what happens where more would wait
 */
public record ReassemblyLimits(
    int maxWaitingFrames, long maxWaitingBytes, int maxFill, FullBufferPolicy fullBuffer) {

  public ReassemblyLimits {
    if (maxWaitingFrames < 1 || maxWaitingBytes < 1 || maxFill < 1) {
      throw new IllegalArgumentException(
          "expected bounds of at least 1, found %d frames, %d bytes, gaps of %d"
              .formatted(maxWaitingFrames, maxWaitingBytes, maxFill));
    }
  }

  /** 4,096 frames, 512 MiB, gaps of 1,000; a full buffer fills its gap. */
  public static ReassemblyLimits defaults() {
    return new ReassemblyLimits(4096, 512L << 20, 1000, FullBufferPolicy.FILL_GAP);
  }
}
