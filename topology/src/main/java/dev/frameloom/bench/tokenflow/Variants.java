package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.tokenflow.TokenFlowOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The edits that are compared: one edit, by other methods or with other options.
 *
 * @param edit what they have in common
 */
record Variants(EditParameters edit) {

  private static final String TOKENFLOW = "tokenflow";
  private static final String PER_FRAME = "per-frame";

  /** The row that ratios are taken to. */
  static final String BASE = PER_FRAME;

  private static final Map<String, String> OFFICIAL = Map.of("compat", "official");

  /** What the methods make of a clip. The published code takes a clip whole, as it is made for. */
  List<Variant> methods() {
    return List.of(
        reconstruction(
            "DDIM inversion", PER_FRAME, Map.of("pnp-features", "0", "pnp-attention", "0")),
        reconstruction(TOKENFLOW, TOKENFLOW, Map.of()),
        variant(PER_FRAME, PER_FRAME, Map.of(), Cut.STREAM),
        variant("extended-attention", "extended-attention", Map.of(), Cut.STREAM),
        variant("tokenflow, fixed keyframes", TOKENFLOW, Map.of("keyframes", "fixed"), Cut.STREAM),
        variant(TOKENFLOW, TOKENFLOW, Map.of(), Cut.STREAM),
        variant("tokenflow, official", TOKENFLOW, OFFICIAL, Cut.WHOLE),
        variant("tokenflow, sdedit", TOKENFLOW, Map.of("variant", "sdedit"), Cut.STREAM));
  }

  /** TokenFlow where it matters whether windows know of each other. */
  List<Variant> joined() {
    return List.of(
        variant("stream's windows", TOKENFLOW, Map.of(), Cut.STREAM),
        variant("windows alone", TOKENFLOW, Map.of(), Cut.ALONE),
        variant("windows alone, official", TOKENFLOW, OFFICIAL, Cut.ALONE));
  }

  /** TokenFlow in another number of steps, and as many to invert. */
  Variant inSteps(int steps) {
    return new Variant(
        steps + " steps",
        parameters(
            TOKENFLOW,
            edit.prompt(),
            steps,
            edit.guidanceScale(),
            Map.of("inversion-steps", String.valueOf(steps))),
        Cut.STREAM);
  }

  /** The source again: its own prompt, which nothing leads away from. */
  private Variant reconstruction(String name, String method, Map<String, String> options) {
    String prompt = TokenFlowOptions.of(edit).sourcePrompt();
    return new Variant(
        "reconstruction: " + name,
        parameters(method, prompt, edit.steps(), 1, options),
        Cut.STREAM);
  }

  private Variant variant(String name, String method, Map<String, String> options, Cut cut) {
    return new Variant(
        name, parameters(method, edit.prompt(), edit.steps(), edit.guidanceScale(), options), cut);
  }

  private EditParameters parameters(
      String method, String prompt, int steps, double guidance, Map<String, String> options) {
    Map<String, String> all = new TreeMap<>(edit.options());
    all.putAll(options);
    return new EditParameters(
        method,
        edit.model(),
        prompt,
        edit.negativePrompt(),
        edit.seed(),
        steps,
        edit.strength(),
        guidance,
        all);
  }
}
