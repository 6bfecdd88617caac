package dev.frameloom.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One documented property.
 *
 * @param key dotted, words with hyphens: {@code topics.frames-partitions}
 * @param type name of the type, for the table
 * @param defaultText the default as a user would write it
 * @param doc what it does and with what it interacts, one or two sentences
 * @param parser reads a value; throws {@link IllegalArgumentException} with what was expected
 */
public record Setting<T>(
    String key, String type, String defaultText, String doc, Function<String, T> parser) {

  static Setting<String> text(String key, String defaultText, String doc) {
    return new Setting<>(key, "text", defaultText, doc, Function.identity());
  }

  static Setting<NamedValues> named(String key, String doc) {
    return new Setting<>(key, NamedValues.TYPE, "", doc, NamedValues::parse);
  }

  static Setting<Integer> integer(String key, int standard, int low, int high, String doc) {
    return new Setting<>(
        key,
        "integer " + low + " to " + high,
        Integer.toString(standard),
        doc,
        text -> Math.toIntExact(parseLong(text, low, high)));
  }

  static Setting<Long> number(String key, long standard, long low, long high, String doc) {
    return new Setting<>(
        key,
        "integer " + low + (high == Long.MAX_VALUE ? " or more" : " to " + high),
        Long.toString(standard),
        doc,
        text -> parseLong(text, low, high));
  }

  static Setting<Double> decimal(String key, double standard, double low, double high, String doc) {
    return new Setting<>(
        key,
        "number " + trimmed(low) + " to " + trimmed(high),
        trimmed(standard),
        doc,
        text -> parseDouble(text, low, high));
  }

  static <E extends Enum<E>> Setting<E> choice(String key, E standard, String doc) {
    Class<E> type = standard.getDeclaringClass();
    StringBuilder names = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      names.append(names.isEmpty() ? "" : ", ").append(word(constant));
    }
    return new Setting<>(
        key, "one of " + names, word(standard), doc, text -> parseChoice(type, text, names));
  }

  /**
   * The environment variable that sets this property: {@code FRAMELOOM_TOPICS_FRAMES_PARTITIONS}.
   */
  public String environmentName() {
    return ConfigLoader.ENVIRONMENT_PREFIX
        + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  T parse(String text, String where) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          key + " (" + where + "): expected " + type + ", found \"" + text + "\"");
    }
  }

  private static long parseLong(String text, long low, long high) {
    long value = Long.parseLong(text);
    if (value < low || value > high) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private static double parseDouble(String text, double low, double high) {
    double value = Double.parseDouble(text);
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private static <E extends Enum<E>> E parseChoice(Class<E> type, String text, CharSequence names) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equalsIgnoreCase(text) || constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("one of " + names);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String trimmed(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
