package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;

/**
 * Standard normal noise that depends on its arguments only: not on order, thread, machine or
 * device. Words come from {@link Philox}, keyed by the seed and counted by purpose, sequence and
 * index; normal numbers from them by Box and Muller's method in {@link StrictMath}, whose results
 * are the same to the last bit everywhere.
 *
 * <p>They are always made on the CPU and copied to the device: a GPU's logarithm is not the CPU's.
 * A picture's latents take some milliseconds, beside calls of a model that take many more.
 */
public final class Noise {

  private static final double TWO_PI = 2 * StrictMath.PI;
  private static final double UNIT = 0x1p-32;

  private Noise() {}

  /**
   * Noise of a frame.
   *
   * @param scope what the result is attached to
   * @param seed seed of the edit
   * @param purpose what for, as {@code start}; other purposes get independent noise
   * @param sequence sequence of the frame; 0 for noise that all frames share
   * @param shape shape of the result
   * @return FLOAT32
   */
  public static NDArray normal(
      NDManager scope, long seed, String purpose, long sequence, long... shape) {
    Shape size = new Shape(shape);
    float[] values = normal(seed, purpose, sequence, Math.toIntExact(size.size()));
    return scope.create(values, size);
  }

  /** The same numbers as an array. */
  public static float[] normal(long seed, String purpose, long sequence, int count) {
    float[] values = new float[count];
    int purposeWord = fingerprint(purpose);
    int[] words = new int[4];
    for (int block = 0; 4L * block < count; block++) {
      words[0] = block;
      words[1] = (int) sequence;
      words[2] = (int) (sequence >>> 32);
      words[3] = purposeWord;
      Philox.generate(words, (int) seed, (int) (seed >>> 32));
      boxMuller(words[0], words[1], values, 4 * block);
      boxMuller(words[2], words[3], values, 4 * block + 2);
    }
    return values;
  }

  /** Two normal numbers from two words, as many as there is room for. */
  private static void boxMuller(int first, int second, float[] values, int at) {
    // (0, 1]: the logarithm of 0 is no number
    double radius =
        StrictMath.sqrt(-2 * StrictMath.log((Integer.toUnsignedLong(first) + 1) * UNIT));
    double angle = TWO_PI * Integer.toUnsignedLong(second) * UNIT;
    if (at < values.length) {
      values[at] = (float) (radius * StrictMath.cos(angle));
    }
    if (at + 1 < values.length) {
      values[at + 1] = (float) (radius * StrictMath.sin(angle));
    }
  }

  /** FNV-1a, 32 bits. */
  static int fingerprint(String text) {
    int hash = 0x811C9DC5;
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (value & 0xFF)) * 0x01000193;
    }
    return hash;
  }
}
