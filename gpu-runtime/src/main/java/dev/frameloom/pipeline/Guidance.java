package dev.frameloom.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.ImageRequest.Text;
import dev.frameloom.text.Prompt;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How strongly a prompt pulls. Above 1, the UNet is called with two branches in one batch, negative
 * prompt first, and the result leads away from the first by the scale (Ho and Salimans,
 * Classifier-Free Diffusion Guidance, eq. 6). At 1 or below, the prompt's branch runs alone. A
 * model that takes the scale as an input (LCM) is given it, and always has one branch.
 *
 * <p>n pictures, G = 2 branches or 1; (n, C, h, w) are latents, (G, 77, E) is text.
 */
public final class Guidance {

  private static final double MAX_SCALE = 100;

  private final DiffusionModel model;
  private final double scale;

  /**
   * Guidance of a model.
   *
   * @param scale 0 or above
   */
  public Guidance(DiffusionModel model, double scale) {
    if (!(scale >= 0 && scale <= MAX_SCALE)) {
      throw new IllegalArgumentException("expected a guidance of 0 to 100, found " + scale);
    }
    this.model = model;
    this.scale = scale;
  }

  /** G: 2 where the negative prompt takes part, else 1. */
  public int branches() {
    return scale > 1 && !model.takesGuidance() ? 2 : 1;
  }

  /**
   * Embeds the prompts of all branches.
   *
   * @return (G, 77, E)
   */
  public NDArray embed(NDManager scope, Text text) {
    List<String> prompts =
        branches() == 1 ? List.of(text.prompt()) : List.of(text.negativePrompt(), text.prompt());
    return model.encodeText(scope, prompts, text.skippedLayers());
  }

  /**
   * Embeds prompts with weights, all branches in one length.
   *
   * @return (G, n·77, E), n the chunks of the one that has most
   */
  public NDArray embed(NDManager scope, Prompt prompt, Prompt negative) {
    return model.encodePrompts(
        scope, branches() == 1 ? List.of(prompt) : List.of(negative, prompt), 0);
  }

  /**
   * Embeds the prompts of pictures that have one each.
   *
   * @param negativePrompt of all of them
   * @param prompts n
   * @return (G·n, 77, E), branch after branch
   */
  public NDArray embed(NDManager scope, String negativePrompt, List<String> prompts) {
    List<String> rows = new ArrayList<>();
    if (branches() == 2) {
      rows.addAll(Collections.nCopies(prompts.size(), negativePrompt));
    }
    rows.addAll(prompts);
    return model.encodeText(scope, rows);
  }

  /**
   * What the model predicts, all branches taken together.
   *
   * @param scope what the result is attached to
   * @param latents (n, C, h, w), as the sampler gives them to the model
   * @param text (G, 77, E) for all pictures, or (G·n, 77, E) with rows for each
   * @param hooks see G·n rows, branch after branch
   * @param conditioning what else the model is given
   * @return (n, C, h, w)
   */
  public NDArray predict(
      NDManager scope,
      NDArray latents,
      double timestep,
      NDArray text,
      UNetHooks hooks,
      Conditioning conditioning) {
    long pictures = latents.getShape().get(0);
    try (NDManager call = scope.newSubManager()) {
      // (n, C, h, w) -> (G·n, C, h, w), branch after branch; (G, 77, E) -> (G·n, 77, E)
      NDArray rows = branches() == 1 ? latents : twice(call, latents);
      boolean ofEach = text.getShape().get(0) == branches() * pictures;
      NDArray prompts = ofEach ? text : owned(call, text.repeat(0, pictures));
      UNetInput plain = UNetInput.of(rows, timestep, prompts);
      UNetInput input = model.takesGuidance() ? plain.withGuidance(scale) : plain;
      NDArray predicted = model.predict(call, conditioning.apply(call, input), hooks);
      if (branches() == 1) {
        return owned(scope, predicted);
      }
      return Kernels.call(scope, "guided", predicted, scale);
    }
  }

  private static NDArray twice(NDManager scope, NDArray latents) {
    return owned(scope, NDArrays.concat(new NDList(latents, latents), 0));
  }

  /** What NDArray operations make belongs to their first argument's scope. */
  private static NDArray owned(NDManager scope, NDArray array) {
    array.attach(scope);
    return array;
  }
}
