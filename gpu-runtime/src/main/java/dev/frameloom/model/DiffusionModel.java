package dev.frameloom.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.schedule.DdimSchedule;
import dev.frameloom.text.TokenizedPrompt;
import dev.frameloom.unet.AttentionProcessor;
import java.nio.file.Path;
import java.util.List;

/**
 * A latent diffusion model on one device. Immutable after loading; every result is attached to the
 * scope given, which the caller closes. Deterministic: equal arguments give equal bytes.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DiffusionModel implements AutoCloseable {

  private DiffusionModel() {}

  /**
   * Loads a diffusers folder.
   *
   * @param folder with {@code model_index.json}
   * @param device {@code cpu} or {@code gpu0}, {@code gpu1} …
   * @throws dev.frameloom.weights.ModelLoadException where something is missing or does not fit
   */
  public static DiffusionModel load(Path folder, String device) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Which model this is. */
  public ModelDescription description() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Pixels per latent, in each direction (8). */
  public int latentFactor() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Width and height of pictures must be multiples of this many pixels. */
  public int sizeMultiple() {
    throw new UnsupportedOperationException("not yet");
  }

  /** A scope on the model's device. The caller closes it, and with it all that is attached. */
  public NDManager newScope() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Tokens of a prompt; a prompt that is too long is cut, and the result says which words. */
  public TokenizedPrompt tokenize(String prompt) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Embeds prompts.
   *
   * @return (B, 77, E)
   */
  public NDArray encodeText(NDManager scope, List<String> prompts) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Pictures to latents, the posterior's mean times the scaling factor.
   *
   * @param images (B, 3, H, W) in [−1, 1]
   * @return (B, 4, H/8, W/8)
   */
  public NDArray encodeImages(NDManager scope, NDArray images) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Latents to pictures.
   *
   * @param latents (B, 4, h, w)
   * @return (B, 3, 8·h, 8·w), about [−1, 1], not clamped
   */
  public NDArray decodeLatents(NDManager scope, NDArray latents) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * One call of the UNet.
   *
   * @param latents (B, 4, h, w)
   * @param timestep training timestep, 0 to 999
   * @param text (B, 77, E)
   * @param attention what computes attention; {@link AttentionProcessor#STANDARD} for the model's
   *     own
   * @return (B, 4, h, w), what the model predicts (ε or v); {@link #ddim} knows
   */
  public NDArray predict(
      NDManager scope, NDArray latents, int timestep, NDArray text, AttentionProcessor attention) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The model's DDIM schedule with this many steps. */
  public DdimSchedule ddim(int steps) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not yet");
  }
}
