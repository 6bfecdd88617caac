package dev.frameloom.edit;

import dev.frameloom.text.PromptSigns;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads the options of an edit that only its method knows: text to typed values, refused by name
 * where they do not fit. For one thread.
 */
public final class MethodOptions {

  private final String method;
  private final Map<String, String> values;
  private final Set<String> known = new TreeSet<>();

  /** Options of an edit by this method. */
  public MethodOptions(EditParameters parameters) {
    method = parameters.method();
    values = parameters.options();
  }

  /** A text, any one. */
  public String text(String name, String otherwise) {
    known.add(name);
    return values.getOrDefault(name, otherwise);
  }

  /** A whole number. */
  public int integer(String name, int otherwise, int least, int most) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, as a number that is out of range
    }
    throw unfit(name, "a whole number of " + least + " to " + most, value);
  }

  /** A number. */
  public double decimal(String name, double otherwise, double least, double most) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, as a number that is out of range
    }
    throw unfit(name, "a number of " + least + " to " + most, value);
  }

  /** One of the constants of an enum, in lower case with dashes. */
  public <E extends Enum<E>> E choice(String name, E otherwise) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    return constant(name, otherwise.getDeclaringClass(), value);
  }

  /** The same where nothing stands for an option that is not given. */
  public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    String value = text(name, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(constant(name, type, value));
  }

  private <E extends Enum<E>> E constant(String name, Class<E> type, String value) {
    E[] all = type.getEnumConstants();
    return Arrays.stream(all)
        .filter(it -> nameOf(it).equals(value.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                unfit(
                    name,
                    Arrays.stream(all)
                        .map(MethodOptions::nameOf)
                        .collect(Collectors.joining(" or ")),
                    value));
  }

  /** What signs in prompts mean: an option of every method that has prompts. */
  public PromptSigns signs() {
    return choice(EditPrompts.SIGNS, PromptSigns.WEIGHTED);
  }

  /**
   * Refuses options that were not asked for.
   *
   * @throws EditException that names them, and those there are
   */
  public void requireAllKnown() {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new EditException(
          "method '%s' has no option %s; %s"
              .formatted(
                  method,
                  String.join(", ", unknown),
                  known.isEmpty() ? "it has none" : "there are: " + String.join(", ", known)));
    }
  }

  private EditException unfit(String name, String expected, String found) {
    return new EditException(
        "option %s of method '%s': expected %s, found '%s'"
            .formatted(name, method, expected, found));
  }

  /** The name that users give a constant by. */
  public static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
