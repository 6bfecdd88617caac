package dev.frameloom.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Supplier;

/**
 * The way from noise to a picture, or its last part, in steps that are numbered from 0. Immutable;
 * every method is a pure function and returns a new array, attached to the scope given.
 *
 * <pre>{@code
 * NDArray latents = noise.mul(sampler.startScale()); // or sampler.addNoise(scope, picture, noise, 0)
 * for (int i = 0; i < sampler.steps(); i++) {
 *   NDArray input = sampler.modelInput(scope, latents, i);
 *   NDArray output = model(input, sampler.timestep(i));
 *   latents = sampler.step(scope, latents, output, i, noiseOfThatStep);
 * }
 * }</pre>
 *
 * <p>(B, C, h, w) are latents, in single precision: the coefficients are computed in double
 * precision and applied in that of the latents. Between the steps of a multistep sampler they have
 * further channels, (B, 2C, h, w), which are the sampler's own: {@link #modelInput} leaves them
 * out, and the last step gives none. Such latents begin at a sampler's first step: {@link #last}
 * makes the one that begins where a picture is noised to.
 */
public interface Sampler {

  /** How many steps there are; 0 where nothing is left of a schedule that was cut. */
  int steps();

  /** The training timestep at which the model is asked in a step; Euler's may be fractional. */
  double timestep(int index);

  /** What standard normal noise is multiplied by to be latents at the first step. */
  double startScale();

  /**
   * What the model is given for latents.
   *
   * @param latents (B, C, h, w) at the step
   * @return (B, C, h, w)
   */
  NDArray modelInput(NDManager scope, NDArray latents, int index);

  /**
   * One step towards the picture.
   *
   * @param latents (B, C, h, w) at the step
   * @param modelOutput (B, C, h, w), ε or v, as the model predicts
   * @param noise standard normal (B, C, h, w), asked for where the step needs it and only there
   * @return (B, C, h, w) at the next step; the picture's after the last
   */
  NDArray step(
      NDManager scope, NDArray latents, NDArray modelOutput, int index, Supplier<NDArray> noise);

  /**
   * Noises the latents of a picture to where a step begins.
   *
   * @param latents (B, C, h, w) of a picture
   * @param noise standard normal, of the same shape
   */
  NDArray addNoise(NDManager scope, NDArray latents, NDArray noise, int index);

  /**
   * The picture that a prediction implies (x0; of a consistency model what its function gives).
   *
   * @param latents (B, C, h, w) at the step
   * @param modelOutput (B, C, h, w)
   */
  NDArray predictPicture(NDManager scope, NDArray latents, NDArray modelOutput, int index);

  /** The last steps of this sampler, numbered from 0 again. */
  Sampler last(int steps);

  /**
   * What remains when a picture is noised by a strength: the last ⌊steps · strength⌋ steps, as
   * diffusers' image-to-image pipeline counts them.
   *
   * @param strength 0 to 1
   */
  default Sampler from(double strength) {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("expected a strength of 0 to 1, found " + strength);
    }
    return last((int) (steps() * strength));
  }
}
