package dev.frameloom.text;

import java.util.List;

/**
 * A chunk of a prompt as the text encoder takes it.
 *
 * @param tokens ids, and the words that did not fit
 * @param weights of each token; 1 of marks and padding
 */
public record PromptTokens(TokenizedPrompt tokens, List<Double> weights) {

  public PromptTokens {
    weights = List.copyOf(weights);
    if (weights.size() != tokens.ids().size()) {
      throw new IllegalArgumentException("expected a weight of each token");
    }
  }
}
