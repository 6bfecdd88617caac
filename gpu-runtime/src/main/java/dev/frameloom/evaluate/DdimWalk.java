package dev.frameloom.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Scopes;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Conditioning;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.schedule.DdimInversion;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.schedule.SamplerKind;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.util.function.IntConsumer;

/**
 * Latents from picture to noise and back, by DDIM whatever sampler the model prefers: no other one
 * has an inversion.
 *
 * <p>(n, C, h, w) are latents of n pictures; G branches of the {@link Guidance}.
 */
final class DdimWalk {

  private final DiffusionModel model;
  private final DdimInversion inversion;
  private final Sampler sampler;
  private final IntConsumer rows;

  /**
   * Walks over a schedule of so many steps.
   *
   * @param rows hears how many rows each call of the UNet had
   */
  DdimWalk(DiffusionModel model, int steps, IntConsumer rows) {
    this.model = model;
    this.rows = rows;
    inversion = new DdimInversion(model.schedule(), steps);
    sampler = SamplerKind.DDIM.create(model.schedule(), steps);
  }

  /**
   * Towards noise, without guidance.
   *
   * @param text (n, 77, E)
   * @param from the first step, 0 for latents of a picture
   * @param to where it ends, that step not included
   */
  NDArray invert(NDManager scope, NDArray latents, NDArray text, int from, int to) {
    return Scopes.within(
        scope,
        walk -> {
          NDArray current = copy(walk, latents);
          for (int index = from; index < to; index++) {
            current = invertStep(walk, current, text, index);
          }
          return current;
        });
  }

  private NDArray invertStep(NDManager scope, NDArray latents, NDArray text, int index) {
    try (NDManager step = scope.newSubManager();
        latents) {
      UNetInput input = UNetInput.of(latents, inversion.timestep(index), text);
      NDArray predicted =
          model.predict(
              step, model.takesGuidance() ? input.withGuidance(1) : input, UNetHooks.NONE);
      rows.accept((int) latents.getShape().get(0));
      return inversion.step(scope, latents, predicted, index);
    }
  }

  /**
   * Towards pictures.
   *
   * @param text (G·n, 77, E)
   * @param last how many steps, up to the picture
   */
  NDArray denoise(NDManager scope, NDArray latents, Guidance guidance, NDArray text, int last) {
    Sampler rest = sampler.last(last);
    return Scopes.within(
        scope,
        walk -> {
          NDArray current = copy(walk, latents);
          for (int index = 0; index < last; index++) {
            current = denoiseStep(walk, current, guidance, text, rest, index);
          }
          return current;
        });
  }

  private NDArray denoiseStep(
      NDManager scope, NDArray latents, Guidance guidance, NDArray text, Sampler rest, int index) {
    try (NDManager step = scope.newSubManager();
        latents) {
      NDArray predicted =
          guidance.predict(
              step, latents, rest.timestep(index), text, UNetHooks.NONE, Conditioning.NONE);
      rows.accept(guidance.branches() * (int) latents.getShape().get(0));
      return rest.step(
          scope,
          latents,
          predicted,
          index,
          () -> {
            throw new IllegalStateException("DDIM without η asks for no noise");
          });
    }
  }

  private static NDArray copy(NDManager scope, NDArray latents) {
    NDArray copy = latents.duplicate();
    copy.attach(scope);
    return copy;
  }
}
