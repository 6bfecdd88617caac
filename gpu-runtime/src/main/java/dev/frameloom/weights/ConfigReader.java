package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a part's {@code config.json} and says which setting of which file is not understood.
 *
 * @param file name for messages
 * @param node contents
 */
public record ConfigReader(String file, JsonNode node) {

  /**
   * Reads a file.
   *
   * @throws ModelLoadException where it is missing or no JSON
   */
  public static ConfigReader read(Path file) {
    return new ConfigReader(file.toString(), JsonFile.read(file));
  }

  /** The setting, unless it is missing or null. */
  private Optional<JsonNode> find(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  /** Whether the setting is there and not null. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** Whether the setting is there and asks for something: not null, not false. */
  public boolean says(String name) {
    return find(name).filter(value -> !value.isBoolean() || value.booleanValue()).isPresent();
  }

  /** A whole number above 0. */
  public int number(String name) {
    return find(name)
        .map(value -> positive(name, value))
        .orElseThrow(() -> new ModelLoadException(file + ": missing setting " + name));
  }

  /** A whole number above 0, or what is taken where there is none. */
  public int number(String name, int otherwise) {
    return find(name).map(value -> positive(name, value)).orElse(otherwise);
  }

  /** A number. */
  public double decimal(String name, double otherwise) {
    return find(name)
        .map(
            value -> {
              if (!value.isNumber()) {
                throw unfit(name, "a number", value);
              }
              return value.doubleValue();
            })
        .orElse(otherwise);
  }

  /** A truth value. */
  public boolean flag(String name, boolean otherwise) {
    return find(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw unfit(name, "true or false", value);
              }
              return value.booleanValue();
            })
        .orElse(otherwise);
  }

  /** A text. */
  public String text(String name, String otherwise) {
    return find(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw unfit(name, "a text", value);
              }
              return value.textValue();
            })
        .orElse(otherwise);
  }

  /** A list of whole numbers above 0. */
  public List<Integer> numbers(String name) {
    List<Integer> numbers = new ArrayList<>();
    JsonNode values = list(name);
    values.forEach(value -> numbers.add(positive(name, value)));
    return numbers;
  }

  /** One number for each level: a list of that length, or a single number for all. */
  public List<Integer> perLevel(String name, int levels, int otherwise) {
    Optional<JsonNode> value = find(name);
    if (value.isEmpty() || !value.get().isArray()) {
      int same = value.map(single -> positive(name, single)).orElse(otherwise);
      return Collections.nCopies(levels, same);
    }
    List<Integer> numbers = numbers(name);
    if (numbers.size() != levels) {
      throw unfit(name, levels + " numbers", value.get());
    }
    return numbers;
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    list(name).forEach(value -> texts.add(value.asText()));
    return texts;
  }

  /**
   * Refuses what is not built: a setting must be missing, null, false or one of these values.
   *
   * @param allowed as texts
   */
  public void allowOnly(String name, String... allowed) {
    find(name)
        .filter(value -> !value.isBoolean() || value.booleanValue())
        .filter(value -> !Set.of(allowed).contains(value.asText()))
        .ifPresent(
            value -> {
              throw unfit(name, allowed.length == 0 ? "none" : String.join(" or ", allowed), value);
            });
  }

  private JsonNode list(String name) {
    JsonNode values =
        find(name).orElseThrow(() -> new ModelLoadException(file + ": missing setting " + name));
    if (!values.isArray() || values.isEmpty()) {
      throw unfit(name, "a list", values);
    }
    return values;
  }

  private int positive(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw unfit(name, "a whole number above 0", value);
    }
    return value.intValue();
  }

  /** What to throw where a setting does not fit. */
  public ModelLoadException unfit(String name, String expected, Object found) {
    return new ModelLoadException(
        file + ": setting " + name + ": expected " + expected + ", found " + found);
  }
}
