package dev.frameloom.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.weights.ModelLoadException;

/**
 * A token with a role, which may not be in the vocabulary yet.
 *
 * @param content how it is written
 * @param normalized as {@link AddedToken#normalized}
 */
record SpecialToken(String content, boolean normalized) {

  /**
   * Reads one: a text, or an object with a content.
   *
   * @param place for messages
   * @param ofText whether one that is given as a text is normalized
   * @param ofObject whether one that is given as an object is, where it does not say
   */
  static SpecialToken of(String place, JsonNode value, boolean ofText, boolean ofObject) {
    if (value.isTextual()) {
      return new SpecialToken(value.textValue(), ofText);
    }
    if (!value.isObject()) {
      throw new ModelLoadException(place + ": expected a token, found " + value);
    }
    AddedToken token = AddedToken.of(place, 0, value, ofObject);
    return new SpecialToken(token.content(), token.normalized());
  }
}
