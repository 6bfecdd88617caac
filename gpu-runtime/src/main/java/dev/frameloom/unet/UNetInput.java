package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * What one call of a UNet is given.
 *
 * @param latents (B, C, h, w)
 * @param timestep training timestep, 0 to 999; samplers may stop between two
 * @param text (B, T, E)
 * @param guidance guidance scale, for models that take it as an input instead of a second branch
 *     (latent consistency models)
 * @param control what a ControlNet adds
 */
public record UNetInput(
    NDArray latents,
    double timestep,
    NDArray text,
    OptionalDouble guidance,
    Optional<ControlResiduals> control) {

  public UNetInput {
    if (!(timestep >= 0)) {
      throw new IllegalArgumentException("expected a timestep of 0 or above, found " + timestep);
    }
  }

  /** Latents, timestep and text alone. */
  public static UNetInput of(NDArray latents, double timestep, NDArray text) {
    return new UNetInput(latents, timestep, text, OptionalDouble.empty(), Optional.empty());
  }

  /** The same with a guidance scale, which only a model with {@code time_cond_proj_dim} takes. */
  public UNetInput withGuidance(double scale) {
    return new UNetInput(latents, timestep, text, OptionalDouble.of(scale), control);
  }

  /** The same with what a ControlNet, or the sum of several, adds. */
  public UNetInput withControl(ControlResiduals residuals) {
    return new UNetInput(latents, timestep, text, guidance, Optional.of(residuals));
  }

  /** The same with every array replaced, say by one of another precision. */
  public UNetInput map(UnaryOperator<NDArray> change) {
    return new UNetInput(
        change.apply(latents),
        timestep,
        change.apply(text),
        guidance,
        control.map(it -> it.map(change)));
  }
}
