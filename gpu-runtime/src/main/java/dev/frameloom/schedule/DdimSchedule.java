package dev.frameloom.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;
import java.util.Arrays;

/**
 * Deterministic DDIM (Song et al., Denoising Diffusion Implicit Models, eq. 12 with η = 0) over
 * some of a model's training timesteps. Immutable.
 *
 * <p>a = ᾱ at the timestep, ap = ᾱ at the one that the step leads to.
 */
public final class DdimSchedule {

  private final NoiseSchedule schedule;
  private final int[] timesteps;

  /** A schedule of so many steps. */
  public DdimSchedule(NoiseSchedule schedule, int steps) {
    this.schedule = schedule;
    timesteps = schedule.spread(steps);
  }

  /** The timesteps of the whole schedule, descending: from noise to picture. */
  public int[] timesteps() {
    return timesteps.clone();
  }

  /**
   * The timesteps that remain when a picture is noised by a strength: the last ⌊steps · strength⌋,
   * none at strength 0.
   *
   * @param strength 0 to 1
   */
  public int[] timesteps(double strength) {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength must be 0 to 1, found " + strength);
    }
    int kept = (int) (timesteps.length * strength);
    return Arrays.copyOfRange(timesteps, timesteps.length - kept, timesteps.length);
  }

  /**
   * One step towards the picture.
   *
   * @param scope what the result is attached to
   * @param latents (B, 4, h, w) at the timestep
   * @param modelOutput (B, 4, h, w), ε or v, as the model predicts
   * @param timestep one of {@link #timesteps()}
   * @return (B, 4, h, w) at the timestep before it
   */
  public NDArray step(NDManager scope, NDArray latents, NDArray modelOutput, int timestep) {
    Shapes.check("model output", modelOutput, latents.getShape().getShape());
    double a = schedule.alphaCumprod(timestep);
    double ap = schedule.alphaCumprod(timestep - schedule.trainTimesteps() / timesteps.length);
    double signal = Math.sqrt(ap);
    double noise = Math.sqrt(1 - ap);
    // x' = √ap·x0 + √(1−ap)·ε, with x0 and ε written out in x and the model's output
    return switch (schedule.prediction()) {
      case EPSILON ->
          // x0 = (x − √(1−a)·ε)/√a
          Kernels.call(
              scope,
              "combine",
              latents,
              signal / Math.sqrt(a),
              modelOutput,
              noise - signal * Math.sqrt(1 - a) / Math.sqrt(a));
      case VELOCITY ->
          // x0 = √a·x − √(1−a)·v, ε = √a·v + √(1−a)·x
          Kernels.call(
              scope,
              "combine",
              latents,
              signal * Math.sqrt(a) + noise * Math.sqrt(1 - a),
              modelOutput,
              noise * Math.sqrt(a) - signal * Math.sqrt(1 - a));
    };
  }

  /**
   * The picture that a prediction implies (x0).
   *
   * @param scope what the result is attached to
   * @param latents (B, 4, h, w) at the timestep
   * @param modelOutput (B, 4, h, w)
   * @param timestep where the latents are
   */
  public NDArray predictPicture(
      NDManager scope, NDArray latents, NDArray modelOutput, int timestep) {
    double a = schedule.alphaCumprod(timestep);
    return switch (schedule.prediction()) {
      case EPSILON ->
          Kernels.call(
              scope,
              "combine",
              latents,
              1 / Math.sqrt(a),
              modelOutput,
              -Math.sqrt(1 - a) / Math.sqrt(a));
      case VELOCITY ->
          Kernels.call(scope, "combine", latents, Math.sqrt(a), modelOutput, -Math.sqrt(1 - a));
    };
  }

  /**
   * Noises latents: √a · latents + √(1−a) · noise.
   *
   * @param scope what the result is attached to
   * @param latents (B, 4, h, w) of pictures
   * @param noise of the same shape, standard normal
   * @param timestep how far
   */
  public NDArray addNoise(NDManager scope, NDArray latents, NDArray noise, int timestep) {
    Shapes.check("noise", noise, latents.getShape().getShape());
    double a = schedule.alphaCumprod(timestep);
    return Kernels.call(scope, "combine", latents, Math.sqrt(a), noise, Math.sqrt(1 - a));
  }
}
