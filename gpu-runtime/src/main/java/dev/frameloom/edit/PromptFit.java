package dev.frameloom.edit;

import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.text.Prompt;
import dev.frameloom.text.PromptEncoding;
import dev.frameloom.text.PromptSigns;
import dev.frameloom.text.PromptTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what becomes of prompts: which weights were read in them, and which words a model's text
 * encoder has no room for.
 */
final class PromptFit {

  private static final int SHOWN = 4;

  private PromptFit() {}

  static List<String> warnings(DiffusionModel model, EditParameters parameters) {
    EditPrompts prompts = EditPrompts.of(parameters);
    List<String> warnings = new ArrayList<>();
    warn(model, "prompt", parameters, parameters.prompt(), prompts.prompt(), warnings);
    if (new Guidance(model, parameters.guidanceScale()).branches() == 2) {
      String text = parameters.negativePrompt();
      warn(model, "negative prompt", parameters, text, prompts.negative(), warnings);
    }
    String source = EditPrompts.sourceText(parameters);
    warn(model, "source prompt", parameters, source, prompts.source(), warnings);
    return warnings;
  }

  /** What was read out of signs, and how to have them back. */
  private static Optional<String> signs(String what, Prompt prompt) {
    List<String> read = new ArrayList<>(prompt.weights().stream().limit(SHOWN).toList());
    if (prompt.weights().size() > SHOWN) {
      read.add("%d more".formatted(prompt.weights().size() - SHOWN));
    }
    if (prompt.chunks().size() > 1) {
      read.add("BREAK into %d chunks".formatted(prompt.chunks().size()));
    }
    return read.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "weights in the %s: %s (--option %s=literal takes all signs as they are)"
                .formatted(what, String.join(", ", read), EditPrompts.SIGNS));
  }

  private static void warn(
      DiffusionModel model,
      String what,
      EditParameters parameters,
      String text,
      Prompt prompt,
      List<String> warnings) {
    if (new MethodOptions(parameters).signs() == PromptSigns.WEIGHTED) {
      Prompt.notes(text).forEach(note -> warnings.add("in the " + what + ", " + note));
      signs(what, prompt).ifPresent(warnings::add);
    }
    PromptEncoding encoding = model.tokens(List.of(prompt));
    for (PromptTokens row : encoding.rows()) {
      if (!row.tokens().lostWords().isEmpty()) {
        warnings.add(
            "the %s is longer than the %d tokens that the model takes; without effect: %s"
                .formatted(
                    what, row.tokens().ids().size(), String.join(" ", row.tokens().lostWords())));
      }
    }
  }
}
