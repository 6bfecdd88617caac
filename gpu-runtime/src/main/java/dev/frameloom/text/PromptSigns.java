package dev.frameloom.text;

/** What brackets and the like mean in a prompt. */
public enum PromptSigns {
  /** Weights and chunks, as in the common web interfaces. */
  WEIGHTED,
  /** Themselves. */
  LITERAL
}
