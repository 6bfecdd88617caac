package dev.frameloom.text;

/**
 * A piece of a prompt.
 *
 * @param text without the signs that give it its weight
 * @param weight what its tokens' embeddings are multiplied with; 1 leaves them as they are
 */
public record PromptPart(String text, double weight) {

  static final double MOST = 10;

  public PromptPart {
    if (!(weight >= 0 && weight <= MOST)) {
      throw new IllegalArgumentException(
          "weight of \"%s\": expected 0 to %.0f, found %s; what should not be seen goes into the negative prompt"
              .formatted(shown(text), MOST, number(weight)));
    }
  }

  /** Enough of a text to know it again. */
  static String shown(String text) {
    String all = text.strip();
    return all.codePointCount(0, all.length()) > 40
        ? all.substring(0, all.offsetByCodePoints(0, 40)) + "…"
        : all;
  }

  /** A weight, for people. */
  static String number(double weight) {
    double rounded = Math.rint(weight * 1000) / 1000;
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9
        ? Long.toString((long) rounded)
        : Double.toString(rounded);
  }
}
