package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.util.List;

/**
 * Calls of the UNet with the source's branch before those of the guidance.
 *
 * <p>n frames, b branches: source, negative prompt (where guidance is above 1), prompt. Rows are
 * branch after branch, (b·n, …).
 */
final class Branches {

  private final DiffusionModel model;
  private final double scale;
  private final int edited;
  private final NDArray text;

  /**
   * Embeds the prompts.
   *
   * @param scope what the embeddings live in
   * @param source prompt of the source's branch
   * @param text prompts of the edited ones
   * @param scale classifier-free guidance scale
   */
  Branches(
      DiffusionModel model,
      NDManager scope,
      String source,
      dev.frameloom.pipeline.ImageRequest.Text text,
      double scale) {
    this.model = model;
    this.scale = scale;
    Guidance guidance = new Guidance(model, scale);
    edited = guidance.branches();
    // (1, 77, E) and (b − 1, 77, E) -> (b, 77, E)
    this.text =
        Kernels.call(
            scope,
            "concat",
            new TensorList(
                scope,
                List.of(model.encodeText(scope, List.of(source)), guidance.embed(scope, text))),
            0);
  }

  /** b, the source's branch included. */
  int count() {
    return edited + 1;
  }

  /**
   * What the model predicts for the edited latents, all branches of the guidance taken together.
   *
   * @param scope what the result is attached to
   * @param source latents of the source at the timestep, (n, C, h, w)
   * @param latents edited ones, (n, C, h, w)
   * @param control what a ControlNet adds
   * @return (n, C, h, w)
   */
  NDArray predict(
      NDManager scope,
      NDArray source,
      NDArray latents,
      double timestep,
      SourceControl control,
      UNetHooks hooks) {
    int frames = (int) latents.getShape().get(0);
    try (NDManager call = scope.newSubManager()) {
      NDArray twice = Kernels.call(call, "rows_repeated", latents, edited);
      NDArray rows = Kernels.call(call, "concat", new TensorList(call, List.of(source, twice)), 0);
      NDArray prompts = text.repeat(0, frames); // (b, 77, E) -> (b·n, 77, E)
      prompts.attach(call);
      UNetInput plain = UNetInput.of(rows, timestep, prompts);
      UNetInput input = model.takesGuidance() ? plain.withGuidance(scale) : plain;
      NDArray all = model.predict(call, control.apply(call, input, frames), hooks);
      NDArray wanted = Kernels.call(call, "rows_from", all, frames, edited * frames);
      return edited == 2
          ? Kernels.call(scope, "guided", wanted, scale)
          : Kernels.call(scope, "plain", wanted);
    }
  }
}
