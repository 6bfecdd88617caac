package dev.frameloom.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Deterministic DDIM (η = 0) over some of a model's training timesteps. Immutable. */
@SuppressWarnings("DoNotCallSuggester")
public final class DdimSchedule {

  DdimSchedule() {}

  /** The timesteps of the whole schedule, descending: from noise to picture. */
  public int[] timesteps() {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * The timesteps that remain when a picture is noised by a strength: the last ⌊steps · strength⌋,
   * none at strength 0.
   *
   * @param strength 0 to 1
   */
  public int[] timesteps(double strength) {
    throw new UnsupportedOperationException("not yet");
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
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Noises latents: √ᾱ · latents + √(1−ᾱ) · noise.
   *
   * @param scope what the result is attached to
   * @param latents (B, 4, h, w) of pictures
   * @param noise of the same shape, standard normal
   * @param timestep how far
   */
  public NDArray addNoise(NDManager scope, NDArray latents, NDArray noise, int timestep) {
    throw new UnsupportedOperationException("not yet");
  }
}
