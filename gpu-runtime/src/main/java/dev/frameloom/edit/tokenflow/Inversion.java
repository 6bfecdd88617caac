package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.schedule.DdimInversion;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.util.Arrays;

/**
 * DDIM inversion of source frames, without guidance, under the source's prompt.
 *
 * @param model inverts
 * @param text the source's prompt, (1, 77, E)
 * @param path the timesteps
 */
record Inversion(DiffusionModel model, NDArray text, InversionPath path) {

  /**
   * Inverts frames together.
   *
   * @param latents of pictures, (n, C, h, w)
   * @return for each frame its latents at each kept timestep, C·h·w numbers each
   */
  float[][][] invert(NDArray latents) {
    int frames = (int) latents.getShape().get(0);
    DdimInversion steps = DdimInversion.over(model.schedule(), path.timesteps());
    float[][][] kept = new float[frames][path.kept().size()][];
    try (NDManager scope = model.newScope()) {
      NDArray prompts = text.repeat(0, frames); // (1, 77, E) -> (n, 77, E)
      prompts.attach(scope);
      NDArray current = Kernels.call(scope, "plain", latents);
      for (int i = 0; i < steps.steps(); i++) {
        current = step(scope, current, steps, i, prompts);
        for (int at = 0; at < path.kept().size(); at++) {
          if (path.kept().get(at) == i) {
            split(current, kept, at);
          }
        }
      }
    }
    return kept;
  }

  private NDArray step(
      NDManager scope, NDArray latents, DdimInversion steps, int index, NDArray prompts) {
    try (NDManager step = scope.newSubManager()) {
      UNetInput plain = UNetInput.of(latents, steps.timestep(index), prompts);
      UNetInput input = model.takesGuidance() ? plain.withGuidance(1) : plain;
      NDArray predicted = model.predict(step, input, UNetHooks.NONE);
      NDArray next = steps.step(scope, latents, predicted, index);
      if (index > 0) { // what was given is the caller's
        latents.close();
      }
      return next;
    }
  }

  private static void split(NDArray latents, float[][][] kept, int at) {
    float[] all = latents.toFloatArray();
    int size = all.length / kept.length;
    for (int frame = 0; frame < kept.length; frame++) {
      kept[frame][at] = Arrays.copyOfRange(all, frame * size, (frame + 1) * size);
    }
  }
}
