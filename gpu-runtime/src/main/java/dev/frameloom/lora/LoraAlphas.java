package dev.frameloom.lora;

import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a LoRA's products are scaled by: alpha / rank. Alpha is, in this order: the layer's own
 * tensor; what PEFT says in {@code adapter_config.json} beside the file, or diffusers (from 0.34
 * on) in its header, where {@code use_rslora} makes it alpha / √rank; kohya's {@code
 * ss_network_alpha}, in a file of kohya's names without any such tensor; the rank itself, so that
 * the ratio is 1.
 */
final class LoraAlphas {

  private static final String KOHYA = "ss_network_alpha";
  private static final List<String> PARTS = List.of("text_encoder.", "unet.");

  private final Path file;
  private final Map<String, Double> own;
  private final Optional<AdapterConfig> beside;
  private final List<AdapterConfig> header;
  private final OptionalDouble kohya;

  /**
   * Alphas of a file.
   *
   * @param own values of the alpha tensors, by layer
   * @param metadata of the file's header
   */
  LoraAlphas(LoraPlace place, Map<String, Double> own, Map<String, String> metadata) {
    this.file = place.weights();
    this.own = Map.copyOf(own);
    beside = place.config().map(AdapterConfig::read);
    header = AdapterConfig.inHeader(file, metadata);
    String alpha = metadata.getOrDefault(KOHYA, "None");
    kohya = alpha.equals("None") ? OptionalDouble.empty() : OptionalDouble.of(number(alpha));
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new ModelLoadException(
          "%s: its header's %s: expected a number, found \"%s\"".formatted(file, KOHYA, text), e);
    }
  }

  /** Whether anything says how strong the LoRA is. */
  boolean isSaid() {
    return !own.isEmpty()
        || beside.isPresent()
        || header.stream().anyMatch(AdapterConfig::hasAlpha)
        || kohya.isPresent();
  }

  /** Alpha / rank of a layer. */
  double ratio(String layer, double rank) {
    if (own.containsKey(layer)) {
      return own.get(layer) / rank;
    }
    String part = PARTS.stream().filter(layer::startsWith).findFirst().orElse("");
    String inner = layer.substring(part.length());
    beside.ifPresent(it -> requireRank(it, inner, rank));
    return Stream.concat(beside.stream(), header.stream().filter(it -> it.isOf(headerPart(part))))
        .filter(AdapterConfig::hasAlpha)
        .findFirst()
        .map(it -> it.ratio(inner, rank))
        .orElseGet(
            () -> layer.startsWith("lora_") && own.isEmpty() ? kohya.orElse(rank) / rank : 1);
  }

  /** What diffusers says of a UNet alone has no prefix, and its layers have none then. */
  private String headerPart(String part) {
    String named = part.isEmpty() ? "unet." : part;
    boolean said = header.stream().anyMatch(it -> it.isOf(named) && it.hasAlpha());
    return said ? named : "";
  }

  private void requireRank(AdapterConfig config, String layer, double rank) {
    OptionalDouble expected = config.rank(layer);
    if (expected.isPresent() && expected.getAsDouble() != rank) {
      throw new ModelLoadException(
          "%s: layer %s: expected rank %.0f as its configuration says, found %.0f"
              .formatted(file, layer, expected.getAsDouble(), rank));
    }
  }

  /** Refuses what is said of the LoRA that is not built. */
  void requirePlain() {
    beside.ifPresent(AdapterConfig::requirePlain);
    header.forEach(AdapterConfig::requirePlain);
  }
}
