package dev.frameloom.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a LoRA's products are scaled by: alpha / rank. Alpha is, in this order: the layer's own
 * tensor; what diffusers (from 0.34 on) and PEFT wrote into the header, where {@code use_rslora}
 * makes it alpha / √rank; kohya's {@code ss_network_alpha}, in a file of kohya's names without any
 * such tensor; the rank itself, so that the ratio is 1.
 */
final class LoraAlphas {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADAPTER = "lora_adapter_metadata";
  private static final String KOHYA = "ss_network_alpha";

  private final Path file;
  private final Map<String, Double> own;
  private final JsonNode adapter;
  private final OptionalDouble kohya;

  /**
   * Alphas of a file.
   *
   * @param own values of the alpha tensors, by layer
   * @param metadata of the file's header
   */
  LoraAlphas(Path file, Map<String, Double> own, Map<String, String> metadata) {
    this.file = file;
    this.own = Map.copyOf(own);
    adapter = adapter(file, metadata.getOrDefault(ADAPTER, "{}"));
    String alpha = metadata.getOrDefault(KOHYA, "None");
    kohya = alpha.equals("None") ? OptionalDouble.empty() : OptionalDouble.of(number(alpha));
  }

  private static JsonNode adapter(Path file, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ModelLoadException(file + ": its header's " + ADAPTER + " is no JSON", e);
    }
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new ModelLoadException(
          "%s: its header's %s: expected a number, found \"%s\"".formatted(file, KOHYA, text), e);
    }
  }

  /** Alpha / rank of a layer. */
  double ratio(String layer, double rank) {
    if (own.containsKey(layer)) {
      return own.get(layer) / rank;
    }
    String part = layer.startsWith("text_encoder.") ? "text_encoder." : "unet.";
    String prefix = adapter.has(part + "lora_alpha") ? part : "";
    if (adapter.has(prefix + "lora_alpha")) {
      double alpha = alpha(prefix, layer);
      boolean stabilised = adapter.path(prefix + "use_rslora").asBoolean(false);
      return stabilised ? alpha / Math.sqrt(rank) : alpha / rank;
    }
    return layer.startsWith("lora_") && own.isEmpty() ? kohya.orElse(rank) / rank : 1;
  }

  /** PEFT's: one for all, or one for layers whose name ends with a pattern. */
  private double alpha(String prefix, String layer) {
    for (Map.Entry<String, JsonNode> entry : adapter.path(prefix + "alpha_pattern").properties()) {
      if (matches(entry.getKey(), layer)) {
        return number(entry.getValue().asText());
      }
    }
    return number(adapter.path(prefix + "lora_alpha").asText());
  }

  private boolean matches(String pattern, String layer) {
    try {
      return Pattern.matches("(.*\\.)?(" + pattern + ")", layer);
    } catch (PatternSyntaxException e) {
      throw new ModelLoadException(
          "%s: its header's alpha_pattern: expected a pattern, found \"%s\""
              .formatted(file, pattern),
          e);
    }
  }

  /** Refuses what the header says of the LoRA that is not built. */
  void requirePlain() {
    for (String part : new String[] {"", "unet.", "text_encoder."}) {
      if (adapter.path(part + "use_dora").asBoolean(false)) {
        throw new ModelLoadException(
            file + ": expected a LoRA, found a DoRA by its header, which is not supported");
      }
      String type = adapter.path(part + "peft_type").asText("LORA");
      if (!type.equals("LORA")) {
        throw new ModelLoadException(
            file + ": expected a LoRA, found " + type + " by its header, which is not supported");
      }
    }
  }
}
