package dev.frameloom.model;

/**
 * Which model edits.
 *
 * @param name name for people; empty where no model is used
 * @param revision SHA-256 over the model's files; empty where no model is used
 * @param trained false for made-up weights
 */
public record ModelDescription(String name, String revision, boolean trained) {

  /** No model: the identity method. */
  public static final ModelDescription NONE = new ModelDescription("", "", false);
}
