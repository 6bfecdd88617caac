package dev.frameloom.edit;

import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Guidance;
import java.util.ArrayList;
import java.util.List;

/** Says which words of prompts a model's text encoder has no room for. */
final class PromptFit {

  private PromptFit() {}

  static List<String> warnings(DiffusionModel model, EditParameters parameters) {
    List<String> warnings = new ArrayList<>();
    warn(model, "prompt", parameters.prompt(), warnings);
    if (new Guidance(model, parameters.guidanceScale()).branches() == 2) {
      warn(model, "negative prompt", parameters.negativePrompt(), warnings);
    }
    warn(model, "source prompt", parameters.options().getOrDefault("source-prompt", ""), warnings);
    return warnings;
  }

  private static void warn(
      DiffusionModel model, String what, String prompt, List<String> warnings) {
    var tokens = model.tokenize(prompt);
    if (!tokens.lostWords().isEmpty()) {
      warnings.add(
          "the %s is longer than the %d tokens that the model takes; without effect: %s"
              .formatted(what, tokens.ids().size(), String.join(" ", tokens.lostWords())));
    }
  }
}
