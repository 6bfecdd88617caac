package dev.frameloom.edit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a model says of its own use, in a file that lies with it: {@value #FILE} in a diffusers
 * folder, {@code NAME.}{@value #FILE} beside a single file.
 *
 * <pre>{"recommended": {"live": {"steps": 20, "strength": 0.5, "guidanceScale": 5, "size": 256}}}
 * </pre>
 *
 * <p>Everything may be left out; whatever else is in it is refused by name. It is no part of what
 * the model computes: an edit carries the values that were taken from it, and the model's revision
 * does not cover it.
 *
 * @param recommended by method
 */
public record ModelCard(Map<RegisteredMethod, Recommendation> recommended) {

  /** Name of the file. */
  public static final String FILE = "frameloom.json";

  /** That of a model without one. */
  public static final ModelCard NONE = new ModelCard(Map.of());

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String RECOMMENDED = "recommended";
  private static final String STEPS = "steps";
  private static final String STRENGTH = "strength";
  private static final String GUIDANCE = "guidanceScale";
  private static final String SIZE = "size";

  public ModelCard {
    Map<RegisteredMethod, Recommendation> copy = new EnumMap<>(RegisteredMethod.class);
    copy.putAll(recommended);
    recommended = Collections.unmodifiableMap(copy);
  }

  /** Where the card of a model is looked for, whether there is one or not. */
  public static Path place(Path model) {
    if (!Files.isRegularFile(model)) {
      return model.resolve(FILE);
    }
    String stem = model.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    return model.resolveSibling(stem + "." + FILE);
  }

  /**
   * The card of a model; {@link #NONE} where it has none.
   *
   * @throws ModelLoadException where the card is none, says something that is not known, or a value
   *     that does not fit
   */
  public static ModelCard of(Path model) {
    Path place = place(model);
    if (!Files.isRegularFile(place)) {
      return NONE;
    }
    try {
      return parse(Files.readString(place), place.toString());
    } catch (IOException e) {
      throw new ModelLoadException(place + " can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a card.
   *
   * @param where it is, for messages
   * @throws ModelLoadException as {@link #of}
   */
  public static ModelCard parse(String text, String where) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ModelLoadException(where + " is no JSON: " + e.getOriginalMessage(), e);
    }
    requireObject(root, where, "the file");
    requireKnown(root, where, "", List.of(RECOMMENDED));
    JsonNode methods = root.path(RECOMMENDED);
    if (methods.isMissingNode()) {
      return NONE;
    }
    requireObject(methods, where, RECOMMENDED);
    Map<RegisteredMethod, Recommendation> recommended = new EnumMap<>(RegisteredMethod.class);
    methods
        .properties()
        .forEach(
            it ->
                recommended.put(
                    method(it.getKey(), where), recommendation(it.getValue(), where, it.getKey())));
    return new ModelCard(recommended);
  }

  private static RegisteredMethod method(String id, String where) {
    try {
      RegisteredMethod method = RegisteredMethod.byId(id);
      if (method != RegisteredMethod.NONE) {
        return method;
      }
    } catch (EditException e) {
      throw new ModelLoadException(where + ": " + RECOMMENDED + ": " + e.getMessage(), e);
    }
    throw new ModelLoadException(
        where + ": " + RECOMMENDED + ": method 'none' uses no model, so that none is recommended");
  }

  private static Recommendation recommendation(JsonNode node, String where, String method) {
    String path = RECOMMENDED + "." + method;
    requireObject(node, where, path);
    requireKnown(node, where, path + ".", List.of(STEPS, STRENGTH, GUIDANCE, SIZE));
    return new Recommendation(
        integer(node, where, path, STEPS, 1, 1000),
        decimal(node, where, path, STRENGTH, 1),
        decimal(node, where, path, GUIDANCE, 100),
        integer(node, where, path, SIZE, 8, 8192));
  }

  private static OptionalInt integer(
      JsonNode node, String where, String path, String key, int least, int most) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return OptionalInt.empty();
    }
    if (value.canConvertToInt()
        && value.isIntegralNumber()
        && value.intValue() >= least
        && value.intValue() <= most) {
      return OptionalInt.of(value.intValue());
    }
    throw unfit(where, path + "." + key, "a whole number of " + least + " to " + most, value);
  }

  private static OptionalDouble decimal(
      JsonNode node, String where, String path, String key, int most) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return OptionalDouble.empty();
    }
    if (value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= most) {
      return OptionalDouble.of(value.doubleValue());
    }
    throw unfit(where, path + "." + key, "a number of 0 to " + most, value);
  }

  private static void requireObject(JsonNode node, String where, String path) {
    if (!node.isObject()) {
      throw unfit(where, path, "a JSON object", node);
    }
  }

  private static void requireKnown(JsonNode node, String where, String prefix, List<String> known) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new ModelLoadException(
            "%s: %s%s is not known; expected %s"
                .formatted(where, prefix, name, String.join(", ", known)));
      }
    }
  }

  private static ModelLoadException unfit(
      String where, String path, String expected, JsonNode found) {
    return new ModelLoadException(
        "%s: %s: expected %s, found %s".formatted(where, path, expected, found));
  }

  /** What is recommended for a method. */
  public Recommendation of(RegisteredMethod method) {
    return recommended.getOrDefault(method, Recommendation.NONE);
  }
}
