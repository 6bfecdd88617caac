package dev.frameloom.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A prompt as it is meant: pieces with weights, in chunks of which each is embedded by itself.
 *
 * @param chunks at least one, which may be empty
 */
public record Prompt(List<List<PromptPart>> chunks) {

  public Prompt {
    chunks = chunks.stream().map(List::copyOf).toList();
    if (chunks.isEmpty()) {
      throw new IllegalArgumentException("expected at least one chunk");
    }
  }

  /** A text whose signs stand for themselves. */
  public static Prompt literal(String text) {
    return new Prompt(List.of(List.of(new PromptPart(text, 1))));
  }

  /**
   * A text as it was written.
   *
   * @throws IllegalArgumentException where it asks for what is not built, or for a weight that is
   *     none; says what to write
   */
  public static Prompt of(String text, PromptSigns signs) {
    if (signs == PromptSigns.LITERAL) {
      return literal(text);
    }
    PromptTraps.check(text);
    return PromptParser.parse(text);
  }

  /** What a text has that is taken as words and means something in other programs. */
  public static List<String> notes(String text) {
    return PromptTraps.notes(text);
  }

  /** Whether it is a text alone, without weights and in one chunk. */
  public boolean isPlain() {
    return chunks.size() == 1 && chunks.get(0).stream().allMatch(part -> part.weight() == 1);
  }

  /** Pieces whose weight is not 1, for people: {@code pencil 1.5}. */
  public List<String> weights() {
    List<String> weights = new ArrayList<>();
    for (List<PromptPart> chunk : chunks) {
      for (PromptPart part : chunk) {
        if (part.weight() != 1 && !part.text().isBlank()) {
          weights.add(PromptPart.shown(part.text()) + " " + PromptPart.number(part.weight()));
        }
      }
    }
    return weights;
  }
}
