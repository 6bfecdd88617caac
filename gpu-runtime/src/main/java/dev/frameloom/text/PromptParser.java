package dev.frameloom.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads weights as AUTOMATIC1111's web interface does: {@code (text)} is 1.1 times as strong,
 * {@code [text]} 1/1.1 times, {@code (text:1.3)} 1.3 times; brackets nest, one that is not closed
 * goes to the end, one that was not opened stands for itself, and so does any sign after a
 * backslash. {@code BREAK} begins another chunk.
 */
final class PromptParser {

  private static final double ROUND = 1.1;
  private static final double SQUARE = 1 / 1.1;

  /** More are no emphasis, and would be work that grows with the square of the text. */
  private static final int DEEPEST = 64;

  private static final Pattern SIGN =
      Pattern.compile(
          "\\\\[()\\[\\]\\\\]|\\\\|\\(|\\[|:\\s*([+-]?[.\\d]+)\\s*\\)|\\)|]|[^\\\\()\\[\\]:]+|:");

  private static final Pattern BREAK =
      Pattern.compile("\\s*\\bBREAK\\b\\s*", Pattern.UNICODE_CHARACTER_CLASS);

  private final List<Piece> pieces = new ArrayList<>();
  private final Deque<Integer> round = new ArrayDeque<>();
  private final Deque<Integer> square = new ArrayDeque<>();

  private static final class Piece {
    private final String text;
    private final boolean next;
    private double weight = 1;

    private Piece(String text, boolean next) {
      this.text = text;
      this.next = next;
    }
  }

  private PromptParser() {}

  /**
   * Reads a prompt.
   *
   * @throws IllegalArgumentException where a weight is none, or brackets are too deep
   */
  static Prompt parse(String text) {
    return new PromptParser().read(text);
  }

  private Prompt read(String text) {
    Matcher sign = SIGN.matcher(text);
    while (sign.find()) {
      String found = sign.group();
      if (found.startsWith("\\")) {
        // a backslash before nothing that it could free stands for nothing, as there
        pieces.add(new Piece(found.substring(1), false));
      } else if (found.equals("(")) {
        open(round);
      } else if (found.equals("[")) {
        open(square);
      } else if (sign.group(1) != null && !round.isEmpty()) {
        multiply(round.pop(), weight(sign.group(1)));
      } else if (found.equals(")") && !round.isEmpty()) {
        multiply(round.pop(), ROUND);
      } else if (found.equals("]") && !square.isEmpty()) {
        multiply(square.pop(), SQUARE);
      } else {
        add(found);
      }
    }
    round.forEach(from -> multiply(from, ROUND));
    square.forEach(from -> multiply(from, SQUARE));
    return prompt();
  }

  private void open(Deque<Integer> brackets) {
    brackets.push(pieces.size());
    if (brackets.size() > DEEPEST) {
      throw new IllegalArgumentException(
          "expected at most %d brackets in one another, found more; write \\( for a bracket that is meant"
              .formatted(DEEPEST));
    }
  }

  private void multiply(int from, double weight) {
    for (Piece piece : pieces.subList(from, pieces.size())) {
      piece.weight *= weight;
    }
  }

  private static double weight(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "weight: expected a number, found \"%s\"; write (text:1.3)".formatted(text), e);
    }
  }

  private void add(String text) {
    String[] parts = BREAK.split(text, -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        pieces.add(new Piece("", true));
      }
      pieces.add(new Piece(parts[i], false));
    }
  }

  /** Pieces of equal weight become one, so that words are cut as in the text. */
  private Prompt prompt() {
    List<List<PromptPart>> chunks = new ArrayList<>();
    List<PromptPart> chunk = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    double weight = 1;
    for (Piece piece : pieces) {
      if (piece.next || piece.weight != weight) {
        finish(chunk, text, weight);
        weight = piece.weight;
      }
      if (piece.next) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        weight = 1;
      }
      text.append(piece.text);
    }
    finish(chunk, text, weight);
    // nothing follows the last sign: no chunk for that
    if (chunks.isEmpty() || !chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return new Prompt(chunks);
  }

  private static void finish(List<PromptPart> chunk, StringBuilder text, double weight) {
    if (text.length() > 0) {
      chunk.add(new PromptPart(text.toString(), weight));
      text.setLength(0);
    }
  }
}
