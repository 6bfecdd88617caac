package dev.frameloom.edit.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditPrompts;
import dev.frameloom.engine.Noise;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Conditioning;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.UNetHooks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Denoises the anchor and frames of one window side by side, step by step.
 *
 * <p>Who attends to whom is what makes windows join without a seam. The anchor sees itself; a
 * boundary keyframe sees the anchor and itself; the others see the anchor, both boundaries and
 * themselves. An anchor that is a boundary too is there as both. So a boundary is a function of the
 * anchor and its own frame alone, and comes out the same in both windows that share it. For the
 * same reason the anchor and each boundary have calls of their own: the rows of a batch influence
 * each other's last bits through the choice of kernels.
 *
 * <p>(B, C, h, w) are latents; G branches of the {@link Guidance}.
 */
final class JointDenoiser {

  private final Sampler sampler;
  private final long seed;
  private final Guidance guidance;
  private final NDArray text;

  /**
   * Embeds the prompts.
   *
   * @param scope what the embeddings live in
   */
  JointDenoiser(DiffusionModel model, NDManager scope, EditParameters parameters) {
    Sampler whole = LiveOptions.of(parameters).sampler(model.schedule(), parameters.steps());
    sampler = remaining(whole, parameters.strength());
    seed = parameters.seed();
    guidance = new Guidance(model, parameters.guidanceScale());
    EditPrompts prompts = EditPrompts.of(parameters);
    text = guidance.embed(scope, prompts.prompt(), prompts.negative());
  }

  /** Steps that are run. */
  int steps() {
    return sampler.steps();
  }

  /** Noises latents (B, C, h, w) to where denoising begins; noise is of the same shape. */
  NDArray addNoise(NDManager scope, NDArray latents, NDArray noise) {
    return sampler.addNoise(scope, latents, noise, 0);
  }

  /**
   * Denoises noised latents in place: the lists hold the results when it returns.
   *
   * @param scope what the results are attached to
   * @param anchor (1, C, h, w)
   * @param boundaries (1, C, h, w) each
   * @param interior (n, C, h, w) each
   */
  void denoise(NDManager scope, NDArray anchor, List<NDArray> boundaries, List<NDArray> interior) {
    denoise(scope, anchor, boundaries, interior, (step, latents) -> {});
  }

  /** Sees what each step begins with, and at last what the last one leaves. */
  @FunctionalInterface
  interface StepListener {

    /** Latents of the anchor, the boundaries and the others, which stay the denoiser's. */
    void at(int step, List<NDArray> latents);
  }

  /** The same, watched. */
  void denoise(
      NDManager scope,
      NDArray anchor,
      List<NDArray> boundaries,
      List<NDArray> interior,
      StepListener listener) {
    NDArray reference = anchor;
    for (int index = 0; index < sampler.steps(); index++) {
      listener.at(index, all(reference, boundaries, interior));
      try (NDManager step = scope.newSubManager()) {
        KeyValues anchorKeys = new KeyValues(step);
        AttentionProcessor alone = AttentionProcessor.STANDARD;
        reference = advance(scope, reference, index, new CapturingAttention(anchorKeys, alone));
        List<KeyValues> seen = new ArrayList<>(List.of(anchorKeys));
        AttentionProcessor besideAnchor = new ExtendedAttention(seen, alone);
        for (int i = 0; i < boundaries.size(); i++) {
          KeyValues keys = new KeyValues(step);
          seen.add(keys);
          boundaries.set(
              i,
              advance(scope, boundaries.get(i), index, new CapturingAttention(keys, besideAnchor)));
        }
        AttentionProcessor besideAll = new ExtendedAttention(seen, alone);
        for (int i = 0; i < interior.size(); i++) {
          interior.set(i, advance(scope, interior.get(i), index, besideAll));
        }
      }
    }
    listener.at(sampler.steps(), all(reference, boundaries, interior));
  }

  private static List<NDArray> all(
      NDArray reference, List<NDArray> boundaries, List<NDArray> interior) {
    return Stream.of(List.of(reference), boundaries, interior).flatMap(List::stream).toList();
  }

  /** One step; closes the latents that it is given. */
  private NDArray advance(
      NDManager scope, NDArray latents, int index, AttentionProcessor attention) {
    try (NDManager call = scope.newSubManager();
        latents) {
      NDArray predicted =
          guidance.predict(
              call,
              sampler.modelInput(call, latents, index),
              sampler.timestep(index),
              text,
              UNetHooks.NONE.withAttention(attention),
              Conditioning.NONE);
      return sampler.step(scope, latents, predicted, index, () -> noise(call, predicted, index));
    }
  }

  /** (n, C, h, w) like an array: the same for all frames, so that it does not flicker. */
  private NDArray noise(NDManager scope, NDArray like, int index) {
    Shape shape = like.getShape();
    NDArray one =
        Noise.normal(scope, seed, "live.step", index, 1, shape.get(1), shape.get(2), shape.get(3));
    return owned(scope, one.repeat(0, shape.get(0)));
  }

  private static NDArray owned(NDManager scope, NDArray array) {
    array.attach(scope);
    return array;
  }

  /** The steps for a strength above 0: at least the last one. */
  private static Sampler remaining(Sampler sampler, double strength) {
    Sampler remaining = sampler.from(strength);
    return remaining.steps() > 0 ? remaining : sampler.last(1);
  }
}
