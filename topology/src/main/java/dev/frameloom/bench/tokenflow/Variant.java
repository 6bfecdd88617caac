package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditParameters;
import java.util.Map;
import java.util.TreeMap;

/**
 * A way to edit a clip.
 *
 * @param name for tables
 * @param parameters of the edit
 * @param cut into windows
 */
record Variant(String name, EditParameters parameters, Cut cut) {

  /** By another method. */
  Variant by(String method) {
    EditParameters it = parameters;
    return with(method, it.prompt(), it.seed(), it.steps(), it.guidanceScale(), it.options());
  }

  /** To another prompt. */
  Variant to(String prompt, double guidance) {
    EditParameters it = parameters;
    return with(it.method(), prompt, it.seed(), it.steps(), guidance, it.options());
  }

  /** With the noise, and the keyframes, of another seed. */
  Variant ofSeed(long seed) {
    EditParameters it = parameters;
    return with(it.method(), it.prompt(), seed, it.steps(), it.guidanceScale(), it.options());
  }

  /** In another number of steps, and as many to invert. */
  Variant in(int steps) {
    EditParameters it = parameters;
    return with(it.method(), it.prompt(), it.seed(), steps, it.guidanceScale(), it.options())
        .option("inversion-steps", String.valueOf(steps));
  }

  /** With an option of the method's. */
  Variant option(String name, String value) {
    EditParameters it = parameters;
    Map<String, String> all = new TreeMap<>(it.options());
    all.put(name, value);
    return with(it.method(), it.prompt(), it.seed(), it.steps(), it.guidanceScale(), all);
  }

  private Variant with(
      String method,
      String prompt,
      long seed,
      int steps,
      double guidance,
      Map<String, String> options) {
    EditParameters changed =
        new EditParameters(
            method,
            parameters.model(),
            prompt,
            parameters.negativePrompt(),
            seed,
            steps,
            parameters.strength(),
            guidance,
            options);
    return new Variant(name, changed, cut);
  }
}
