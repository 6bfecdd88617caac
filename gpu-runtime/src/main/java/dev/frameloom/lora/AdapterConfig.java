package dev.frameloom.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * What PEFT says of an adapter, in {@code adapter_config.json} or, written by diffusers, in the
 * header of a file. Settings that change what the adapter does, and are not built, are refused by
 * name; those that only matter in training are passed over.
 */
final class AdapterConfig {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** PEFT's, where nothing is said. */
  private static final double DEFAULT_ALPHA = 8;

  /** Set to anything but nothing, these make another adapter of it. */
  private static final List<String> NOT_BUILT =
      List.of(
          "use_dora",
          "use_qalora",
          "use_bdlora",
          "lora_bias",
          "modules_to_save",
          "layer_replication",
          "target_parameters",
          "trainable_token_indices",
          "alora_invocation_tokens",
          "arrow_config",
          "kasa_config",
          "velora_config",
          "monteclora_config");

  /** Beginnings that change the model's own weights before the adapter is added. */
  private static final Pattern CHANGING_START =
      Pattern.compile("(pissa|olora|corda|loftq|lora_ga).*");

  private final String place;
  private final String prefix;
  private final JsonNode node;
  private final boolean whole;

  private AdapterConfig(String place, String prefix, JsonNode node, boolean whole) {
    this.place = place;
    this.prefix = prefix;
    this.node = node;
    this.whole = whole;
  }

  /** PEFT's file. */
  static AdapterConfig read(Path file) {
    try {
      return of(file.toString(), "", Files.readString(file), true);
    } catch (IOException e) {
      throw new ModelLoadException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * A text of JSON.
   *
   * @param place for messages
   * @param prefix before the settings' names: {@code unet.} where several adapters are in one
   * @param whole whether it is all that is said, so that what is missing is PEFT's default
   */
  private static AdapterConfig of(String place, String prefix, String text, boolean whole) {
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw new ModelLoadException(place + ": expected a JSON object");
      }
      return new AdapterConfig(place, prefix, node, whole);
    } catch (JsonProcessingException e) {
      throw new ModelLoadException(place + " is no JSON", e);
    }
  }

  private JsonNode at(String name) {
    return node.path(prefix + name);
  }

  /** Whether it says anything of strength; PEFT's own file always does. */
  boolean hasAlpha() {
    return whole || at("lora_alpha").isNumber();
  }

  /**
   * What a layer's product is scaled by: alpha / r, or alpha / √r.
   *
   * @param layer as the model calls it
   * @param rank of its matrices
   */
  double ratio(String layer, double rank) {
    OptionalDouble pattern = pattern("alpha_pattern", layer);
    double alpha = pattern.orElseGet(() -> at("lora_alpha").asDouble(DEFAULT_ALPHA));
    return at("use_rslora").asBoolean(false) ? alpha / Math.sqrt(rank) : alpha / rank;
  }

  /** The rank that a layer should have, where it is said. */
  OptionalDouble rank(String layer) {
    OptionalDouble pattern = pattern("rank_pattern", layer);
    return pattern.isPresent() || !at("r").isNumber()
        ? pattern
        : OptionalDouble.of(at("r").doubleValue());
  }

  /** As PEFT's get_pattern_key: the first pattern that the layer's name ends with, as words. */
  private OptionalDouble pattern(String setting, String layer) {
    for (Map.Entry<String, JsonNode> entry : at(setting).properties()) {
      if (matches(setting, entry.getKey(), layer)) {
        if (!entry.getValue().isNumber()) {
          throw unfit(setting + " " + entry.getKey(), "a number", entry.getValue());
        }
        return OptionalDouble.of(entry.getValue().doubleValue());
      }
    }
    return OptionalDouble.empty();
  }

  private boolean matches(String setting, String pattern, String layer) {
    try {
      return Pattern.matches("(.*\\.)?(" + pattern + ")", layer);
    } catch (PatternSyntaxException e) {
      throw new ModelLoadException(
          "%s: %s: expected a pattern, found \"%s\"".formatted(place, setting, pattern), e);
    }
  }

  /**
   * Refuses what is no plain LoRA.
   *
   * @throws ModelLoadException that names the setting
   */
  void requirePlain() {
    String type = at("peft_type").asText("LORA");
    if (!type.toUpperCase(Locale.ROOT).equals("LORA")) {
      throw new ModelLoadException(
          "%s: expected a LoRA, found %s by peft_type, which is not supported"
              .formatted(place, type));
    }
    if (at("use_dora").asBoolean(false)) {
      throw new ModelLoadException(
          place + ": expected a LoRA, found a DoRA by use_dora, which is not supported");
    }
    NOT_BUILT.forEach(this::requireNone);
    if (!at("bias").asText("none").equals("none")) {
      throw unfit("bias", "none (biases are not changed)", at("bias"));
    }
    if (CHANGING_START.matcher(at("init_lora_weights").asText("")).matches()) {
      throw unfit(
          "init_lora_weights",
          "a start that leaves the model as it is; save the adapter with PEFT's path_initial_model_for_weight_conversion",
          at("init_lora_weights"));
    }
  }

  private void requireNone(String setting) {
    JsonNode value = at(setting);
    boolean none =
        value.isMissingNode()
            || value.isNull()
            || (value.isContainerNode() && value.isEmpty())
            || (value.isBoolean() && !value.booleanValue());
    if (!none) {
      throw unfit(setting, "none (it is not supported)", value);
    }
  }

  private ModelLoadException unfit(String setting, String expected, JsonNode found) {
    return new ModelLoadException(
        "%s: setting %s: expected %s, found %s"
            .formatted(place, prefix + setting, expected, found));
  }

  /** What a file's header holds of it, for the parts that diffusers tells apart. */
  static List<AdapterConfig> inHeader(Path file, Map<String, String> metadata) {
    Optional<String> text = Optional.ofNullable(metadata.get("lora_adapter_metadata"));
    String place = file + ": its header's lora_adapter_metadata";
    return text.isEmpty()
        ? List.of()
        : Stream.of("unet.", "text_encoder.", "")
            .map(it -> of(place, it, text.get(), false))
            .toList();
  }

  /** Whether its settings are of the layers with this prefix. */
  boolean isOf(String part) {
    return prefix.equals(part);
  }
}
