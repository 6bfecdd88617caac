package dev.frameloom.schemas;

import java.util.Map;
import java.util.Optional;

/** Reads settings that may come as text or as values, the way Kafka's own do. */
final class Properties {

  private Properties() {}

  static Optional<String> text(Map<String, ?> properties, String name) {
    Object value = properties.get(name);
    if (value == null) {
      return Optional.empty();
    }
    String text = value instanceof Class<?> type ? type.getName() : value.toString().strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static boolean flag(Map<String, ?> properties, String name, boolean fallback) {
    return text(properties, name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new IllegalArgumentException(
                          "%s: expected true or false, found %s".formatted(name, value));
                })
        .orElse(fallback);
  }

  static int whole(Map<String, ?> properties, String name, int fallback) {
    Optional<String> value = text(properties, name);
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: expected a whole number, found %s".formatted(name, value.get()), e);
    }
    throw new IllegalArgumentException(
        "%s: expected a number that is not negative, found %s".formatted(name, value.get()));
  }
}
