package dev.frameloom.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.weights.ModelLoadException;

/**
 * A token that stands for itself wherever it is in a prompt: a mark of begin or end, padding, or a
 * word that a model was taught.
 *
 * @param id its number
 * @param content how it is written
 * @param normalized whether it is looked for in composed lower-cased text, or in the text as it is
 */
record AddedToken(int id, String content, boolean normalized) {

  AddedToken {
    // normalized text is taken word by word, so that lost words can be named
    if (content.isEmpty() || (normalized && content.chars().anyMatch(Character::isWhitespace))) {
      throw new ModelLoadException(
          "added token \"" + content + "\": expected a word without spaces");
    }
  }

  /**
   * Reads one as tokenizers write it. What it strips around itself is white space, which means
   * nothing here anyway.
   *
   * @param place for messages
   * @param normalized where the token does not say
   */
  static AddedToken of(String place, int id, JsonNode token, boolean normalized) {
    if (token.path("single_word").asBoolean(false)) {
      throw new ModelLoadException(
          place + ": setting single_word: expected none, found " + token.path("single_word"));
    }
    if (!token.path("content").isTextual()) {
      throw new ModelLoadException(place + ": expected a token's content, found " + token);
    }
    return new AddedToken(
        id, token.path("content").textValue(), token.path("normalized").asBoolean(normalized));
  }
}
