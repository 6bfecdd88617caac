package dev.frameloom.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * Numbers in bfloat16: the upper halves of floats. Widened here and not by a kernel, as the bridge
 * to PyTorch makes no arrays of that type.
 */
final class BrainFloats {

  private static final int CHUNK = 1 << 13;

  private BrainFloats() {}

  /**
   * The same numbers as floats.
   *
   * @param stored two bytes a number, little-endian
   */
  static ByteBuffer widened(ByteBuffer stored) {
    ShortBuffer halves = stored.asShortBuffer();
    ByteBuffer wide =
        ByteBuffer.allocateDirect(Math.multiplyExact(halves.remaining(), 4))
            .order(ByteOrder.nativeOrder());
    IntBuffer floats = wide.asIntBuffer();
    // by way of arrays, between which the loop is a few instructions for many numbers
    short[] from = new short[CHUNK];
    int[] to = new int[CHUNK];
    while (halves.hasRemaining()) {
      int count = Math.min(CHUNK, halves.remaining());
      halves.get(from, 0, count);
      for (int i = 0; i < count; i++) {
        to[i] = from[i] << 16;
      }
      floats.put(to, 0, count);
    }
    return wide;
  }
}
