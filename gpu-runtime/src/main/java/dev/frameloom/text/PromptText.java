package dev.frameloom.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens to a prompt's characters before byte pair encoding, as transformers'
 * CLIPTokenizerFast does it.
 *
 * <p>The classes of characters are those of Java's Unicode tables. A letter that is younger than
 * they are (Java 17 has Unicode 13) counts as a sign here: it gives the same bytes, but is cut off
 * from older letters beside it. The reference's tables differ from version to version too.
 */
final class PromptText {

  /** Words, single digits, and runs of signs. Contractions come first: {@code it's} is two. */
  private static final Pattern PIECE =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final int CAPITAL_I_WITH_DOT = 0x130;

  private PromptText() {}

  /** Composed (NFC), with a single space for every white space. */
  static String composed(String text) {
    return SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ");
  }

  /**
   * In lower case, character by character: {@link String#toLowerCase} looks at the neighbours of a
   * Greek sigma, the reference does not.
   */
  static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (character == CAPITAL_I_WITH_DOT) {
                lower.append("i\u0307"); // the only one that becomes two
              } else {
                lower.appendCodePoint(Character.toLowerCase(character));
              }
            });
    return lower.toString();
  }

  /** The pieces of a text, each encoded by itself. */
  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher matcher = PIECE.matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    return pieces;
  }
}
