package dev.frameloom.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Noise;

/** Standard normal noise for pictures. Equal calls give equal numbers. */
public interface NoiseSource {

  /**
   * Noise of a seed. A picture's depends on its place in the batch, and not on how many there are.
   */
  static NoiseSource of(long seed) {
    return (scope, purpose, step, shape) -> {
      long[] one = shape.clone();
      one[0] = 1;
      int count = Math.toIntExact(new Shape(one).size());
      float[] values = new float[Math.toIntExact(shape[0] * count)];
      for (int row = 0; row < shape[0]; row++) {
        long sequence = ((long) step << 32) | row;
        float[] own = Noise.normal(seed, "image." + purpose.id(), sequence, count);
        System.arraycopy(own, 0, values, row * count, count);
      }
      return scope.create(values, new Shape(shape));
    };
  }

  /** What noise is for. */
  enum Purpose {
    /** The latents of an encoded picture are drawn with it. */
    POSTERIOR("posterior"),
    /** Where denoising starts from. */
    START("start"),
    /** Added in a step, by samplers that do. */
    STEP("step");

    private final String id;

    Purpose(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  /**
   * Noise.
   *
   * @param scope what the result is attached to
   * @param step index of the step, 0 where it is for none
   * @param shape (B, C, h, w)
   */
  NDArray normal(NDManager scope, Purpose purpose, int step, long... shape);
}
