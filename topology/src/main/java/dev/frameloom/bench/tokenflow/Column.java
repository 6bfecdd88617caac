package dev.frameloom.bench.tokenflow;

import java.util.Arrays;
import java.util.List;

/**
 * A column of a table.
 *
 * @param key of its values in JSON
 * @param heading above it, as people read it
 * @param scale what a number is multiplied by to be shown
 * @param decimals of a number that is not whole
 */
public record Column(String key, String heading, double scale, int decimals) {

  /** Whether it has words, or whole numbers as they are. */
  boolean isPlain() {
    return scale == 1 && decimals == 0;
  }

  /** Several lists in one. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  static List<Column> list(List<Column>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).toList();
  }

  static Column plain(String key, String heading) {
    return new Column(key, heading, 1, 0);
  }

  static Column warpError(String key, String heading) {
    return new Column(key, heading + " ×10⁻³", 1000, 3);
  }

  static Column number(String key, String heading, int decimals) {
    return new Column(key, heading, 1, decimals);
  }

  static Column megabytes(String key, String heading) {
    return new Column(key, heading, 1e-6, 1);
  }
}
