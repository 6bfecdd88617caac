package dev.frameloom.edit;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an edit asks for. Two windows with equal parameters and equal frames give equal bytes.
 *
 * @param method name of the method, one of {@link RegisteredMethod}
 * @param model a {@link dev.frameloom.model.ModelReference}, as {@code base+lora@0.8}; its names
 *     are resolved by whoever runs the editor; empty where the method needs no model
 * @param prompt what the result should look like
 * @param negativePrompt what it should not look like
 * @param seed seed of the counter-based noise
 * @param steps diffusion steps of the whole schedule, at least 1
 * @param strength how far the source is noised, 0 to 1 (pure noise): that share of the steps is
 *     run, at least one; at 0 the source is given back as it is
 * @param guidanceScale classifier-free guidance scale; at 1 or below the prompt's branch runs alone
 *     (a latent consistency model that takes the scale as an input is given it)
 * @param options what only this method knows, by name; it refuses those that it does not know
 */
public record EditParameters(
    String method,
    String model,
    String prompt,
    String negativePrompt,
    long seed,
    int steps,
    double strength,
    double guidanceScale,
    Map<String, String> options) {

  public EditParameters {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    require(steps >= 1 && steps <= 1000, "steps must be 1 to 1000, found " + steps);
    require(strength >= 0 && strength <= 1, "strength must be 0 to 1, found " + strength);
    require(
        guidanceScale >= 0 && guidanceScale <= 100,
        "guidanceScale must be 0 to 100, found " + guidanceScale);
  }

  /** Without options of the method's own. */
  public EditParameters(
      String method,
      String model,
      String prompt,
      String negativePrompt,
      long seed,
      int steps,
      double strength,
      double guidanceScale) {
    this(method, model, prompt, negativePrompt, seed, steps, strength, guidanceScale, Map.of());
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
