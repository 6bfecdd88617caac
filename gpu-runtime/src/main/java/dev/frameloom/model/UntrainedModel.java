package dev.frameloom.model;

import java.nio.file.Path;

/** A small model of the real layout with made-up weights, to try everything else with. */
@SuppressWarnings("DoNotCallSuggester")
public final class UntrainedModel {

  private UntrainedModel() {}

  /**
   * Writes the model. Equal seeds give equal bytes of every file.
   *
   * @param folder made where missing; must be empty otherwise
   */
  public static void write(Path folder, long seed) {
    throw new UnsupportedOperationException("not yet");
  }
}
