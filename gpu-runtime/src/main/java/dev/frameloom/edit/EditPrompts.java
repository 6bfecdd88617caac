package dev.frameloom.edit;

import dev.frameloom.text.Prompt;
import dev.frameloom.text.PromptSigns;

/**
 * The prompts of an edit, as they are meant: with weights, unless its option {@value #SIGNS} says
 * that signs stand for themselves.
 *
 * @param prompt what the result should look like
 * @param negative what it should not look like
 * @param source what is in the source; empty for methods that don't ask
 */
public record EditPrompts(Prompt prompt, Prompt negative, Prompt source) {

  /** Name of the option. */
  static final String SIGNS = "prompt-signs";

  /**
   * Reads the prompts of an edit.
   *
   * @throws EditException where one asks for what is not built; says which and what to write
   */
  public static EditPrompts of(EditParameters parameters) {
    PromptSigns signs = new MethodOptions(parameters).signs();
    return new EditPrompts(
        read("prompt", parameters.prompt(), signs),
        read("negative prompt", parameters.negativePrompt(), signs),
        read("source prompt", sourceText(parameters), signs));
  }

  /** The source prompt as it was written. */
  static String sourceText(EditParameters parameters) {
    return parameters.options().getOrDefault("source-prompt", "");
  }

  private static Prompt read(String what, String text, PromptSigns signs) {
    try {
      return Prompt.of(text, signs);
    } catch (IllegalArgumentException e) {
      throw new EditException(
          "the %s: %s (or --option %s=literal, if all signs stand for themselves)"
              .formatted(what, e.getMessage(), SIGNS),
          e);
    }
  }
}
