package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.tokenflow.TokenFlowOptions;
import java.util.List;

/**
 * The edits that are compared: one edit, by other methods or with other options.
 *
 * @param edit what they have in common, by TokenFlow
 */
record Variants(EditParameters edit) {

  /** The row that ratios are taken to. */
  static final String BASE = "per-frame";

  private static final String TOKENFLOW = "tokenflow";

  /** What the methods make of a clip. The published code takes a clip whole, as it is made for. */
  List<Variant> methods() {
    return List.of(
        reconstruction("DDIM inversion")
            .by(BASE)
            .option("pnp-features", "0")
            .option("pnp-attention", "0"),
        reconstruction(TOKENFLOW),
        stream(BASE).by(BASE),
        stream("extended-attention").by("extended-attention"),
        stream("tokenflow, fixed keyframes").option("keyframes", "fixed"),
        stream(),
        official(),
        stream("tokenflow, sdedit").option("variant", "sdedit"));
  }

  /** The source again: its own prompt, which nothing leads away from. */
  private Variant reconstruction(String name) {
    return stream("reconstruction: " + name).to(TokenFlowOptions.of(edit).sourcePrompt(), 1);
  }

  /** TokenFlow where it matters whether windows know of each other. */
  List<Variant> joined() {
    return List.of(
        stream("stream's windows"),
        new Variant("windows alone", edit, Cut.ALONE),
        new Variant("windows alone, official", edit, Cut.ALONE).option("compat", "official"));
  }

  /** TokenFlow in another number of steps, and as many to invert. */
  Variant inSteps(int steps) {
    return stream(steps + " steps").in(steps);
  }

  /** TokenFlow as it is used. */
  Variant stream() {
    return stream(TOKENFLOW);
  }

  /** By the published code's rules, on a whole clip. */
  Variant official() {
    return new Variant("tokenflow, official", edit, Cut.WHOLE).option("compat", "official");
  }

  private Variant stream(String name) {
    return new Variant(name, edit, Cut.STREAM);
  }
}
