package dev.frameloom.text;

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
}
