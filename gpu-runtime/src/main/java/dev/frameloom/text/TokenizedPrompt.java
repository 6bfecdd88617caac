package dev.frameloom.text;

import java.util.List;

/**
 * A prompt as the text encoder takes it.
 *
 * @param ids token ids, begin and end marks and padding included; as many as the encoder has
 *     positions (77)
 * @param lostWords the words at the end that did not fit, in order; empty when all fit
 */
public record TokenizedPrompt(List<Integer> ids, List<String> lostWords) {

  public TokenizedPrompt {
    ids = List.copyOf(ids);
    lostWords = List.copyOf(lostWords);
  }
}
