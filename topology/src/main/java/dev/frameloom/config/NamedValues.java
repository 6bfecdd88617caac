package dev.frameloom.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Values by name that are one text in a configuration: {@code name=value,other=value}. A comma or
 * backslash in a value is written after a backslash; blanks around names and values do not count.
 *
 * @param byName the values, in the order of their names
 */
public record NamedValues(Map<String, String> byName) {

  /** What the text looks like, for messages. */
  static final String TYPE = "name=value, with commas between";

  public NamedValues {
    Map<String, String> stripped = new TreeMap<>();
    byName.forEach((name, value) -> putNew(stripped, name.strip(), value.strip()));
    byName = Collections.unmodifiableMap(stripped);
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException where it is none, or names something twice
   */
  public static NamedValues parse(String text) {
    Map<String, String> values = new TreeMap<>();
    if (!text.isBlank()) {
      for (String pair : pairs(text)) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException("expected " + TYPE + ", found '" + pair + "'");
        }
        putNew(values, pair.substring(0, equals).strip(), pair.substring(equals + 1));
      }
    }
    return new NamedValues(values);
  }

  /** These and others, which replace those of the same name. */
  public NamedValues with(NamedValues others) {
    Map<String, String> all = new TreeMap<>(byName);
    all.putAll(others.byName);
    return new NamedValues(all);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return byName.entrySet().stream()
        .map(it -> it.getKey() + "=" + it.getValue().replace("\\", "\\\\").replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }

  /** Cuts at commas that follow no backslash, and takes the backslashes away. */
  private static List<String> pairs(String text) {
    List<String> pairs = new ArrayList<>();
    StringBuilder pair = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char found = text.charAt(at);
      if (found == ',') {
        pairs.add(pair.toString());
        pair.setLength(0);
        continue;
      }
      if (found == '\\') {
        at++;
        found = at < text.length() ? text.charAt(at) : ' ';
        if (found != ',' && found != '\\') {
          throw new IllegalArgumentException("expected a comma or backslash after a backslash");
        }
      }
      pair.append(found);
    }
    pairs.add(pair.toString());
    return pairs;
  }

  private static void putNew(Map<String, String> values, String name, String value) {
    if (name.isEmpty() || name.matches("(?s).*[=,\\\\].*")) {
      throw new IllegalArgumentException(
          "expected a name without '=', ',' and '\\', found '" + name + "'");
    }
    if (values.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(name + " is named twice");
    }
  }
}
