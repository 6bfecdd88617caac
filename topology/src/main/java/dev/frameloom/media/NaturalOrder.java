package dev.frameloom.media;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** File names in the order people count: {@code 9.png} before {@code 10.png}. */
final class NaturalOrder {

  private static final Pattern PARTS = Pattern.compile("\\d+|\\D+");

  static final Comparator<Path> PATHS =
      Comparator.comparing((Path path) -> path.getFileName().toString(), NaturalOrder::compare);

  private NaturalOrder() {}

  static int compare(String left, String right) {
    String[] lefts = parts(left);
    String[] rights = parts(right);
    for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
      int order = comparePart(lefts[i], rights[i]);
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(lefts.length, rights.length);
    return order != 0 ? order : left.compareTo(right);
  }

  private static String[] parts(String text) {
    return PARTS.matcher(text).results().map(MatchResult::group).toArray(String[]::new);
  }

  private static int comparePart(String left, String right) {
    if (Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0))) {
      return new BigInteger(left).compareTo(new BigInteger(right));
    }
    return left.compareTo(right);
  }
}
