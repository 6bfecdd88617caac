package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.EditPrompts;
import dev.frameloom.engine.Kernels;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Conditioning;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.util.List;

/**
 * Calls of the UNet: of the source's branch by itself, whose prediction nobody needs, and of the
 * edited ones. Apart, and not in one call as in the published code, because what is found in the
 * source's branch is the same for every edit, and then needs no second call.
 */
final class Branches {

  private final DiffusionModel model;
  private final Guidance guidance;
  private final NDArray sourceText;
  private final NDArray text;

  /**
   * Embeds the prompts.
   *
   * @param scope what the embeddings live in
   * @param prompts of the source's branch and of the edited ones
   * @param scale classifier-free guidance scale
   */
  Branches(DiffusionModel model, NDManager scope, EditPrompts prompts, double scale) {
    this.model = model;
    guidance = new Guidance(model, scale);
    sourceText = model.encodePrompts(scope, List.of(prompts.source()), 0);
    text = guidance.embed(scope, prompts.prompt(), prompts.negative());
  }

  /** The source's prompt, (1, n·77, E). */
  NDArray sourceText() {
    return sourceText;
  }

  /** The prompts of the edited branches, (b, n·77, E). */
  NDArray text() {
    return text;
  }

  /**
   * Sends the source through the UNet, for what hooks keep of it.
   *
   * @param latents (n, C, h, w)
   */
  void passSource(NDManager scope, NDArray latents, double timestep, UNetHooks hooks) {
    try (NDManager call = scope.newSubManager()) {
      int frames = (int) latents.getShape().get(0);
      NDArray prompts = Kernels.call(call, "rows_repeated", sourceText, frames);
      UNetInput plain = UNetInput.of(latents, timestep, prompts);
      model.predict(call, model.takesGuidance() ? plain.withGuidance(1) : plain, hooks).close();
    }
  }

  /**
   * What the model predicts for edited latents, all branches of the guidance taken together.
   *
   * @param scope what the result is attached to
   * @param latents (n, C, h, w)
   * @param control what else the model is given
   * @param hooks see b·n rows, branch after branch
   * @return (n, C, h, w)
   */
  NDArray predict(
      NDManager scope, NDArray latents, double timestep, Conditioning control, UNetHooks hooks) {
    return guidance.predict(scope, latents, timestep, text, hooks, control);
  }
}
