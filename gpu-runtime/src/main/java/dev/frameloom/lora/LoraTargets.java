package dev.frameloom.lora;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The layers of a model that a LoRA can change, by every name that LoRA files have for them. Files
 * write underscores for dots, and layers have underscores in their names: so names are never taken
 * apart, but made from those of the model's own layers.
 */
final class LoraTargets {

  private static final String WEIGHT = ".weight";
  private static final String TEXT_MODEL = "text_model.";

  private final Map<String, Target> byName = new HashMap<>();

  /**
   * A weight that can be changed.
   *
   * @param part that it is in
   * @param tensor its name there
   * @param shape (out, in) or (out, in, k, k)
   */
  record Target(AdaptablePart part, String tensor, List<Long> shape) {}

  /**
   * Layers of a model.
   *
   * @param ldm name of a UNet's layer in LDM, for diffusers' name
   */
  LoraTargets(AdaptablePart unet, AdaptablePart text, UnaryOperator<String> ldm) {
    unet.weights()
        .places()
        .shapes()
        .forEach((tensor, shape) -> addUNet(new Target(unet, tensor, shape), ldm));
    text.weights()
        .places()
        .shapes()
        .forEach((name, shape) -> addText(new Target(text, name, shape)));
  }

  private void addUNet(Target target, UnaryOperator<String> ldm) {
    String layer = layer(target);
    if (layer.isEmpty()) {
      return;
    }
    add("lora_unet_" + underscored(layer), target);
    add("lora_unet_" + underscored(ldm.apply(layer)), target);
    // the first form of diffusers calls to_out.0 to_out
    for (String name : new String[] {layer, layer.replaceFirst("to_out\\.0$", "to_out")}) {
      add(name, target);
      add("unet." + name, target);
    }
  }

  private void addText(Target target) {
    String layer = layer(target);
    if (layer.isEmpty()) {
      return;
    }
    String inner = layer.startsWith(TEXT_MODEL) ? layer.substring(TEXT_MODEL.length()) : layer;
    for (String prefix : List.of("lora_te_text_model_", "lora_te1_text_model_", "lora_te_")) {
      add(prefix + underscored(inner), target);
    }
    // the first form of diffusers names a text encoder's projections after the UNet's
    String older =
        inner
            .replaceFirst("self_attn\\.([qkv])_proj$", "self_attn.to_$1")
            .replaceFirst("self_attn\\.out_proj$", "self_attn.to_out");
    for (String name : new String[] {inner, older}) {
      add(TEXT_MODEL + name, target);
      add("text_encoder." + TEXT_MODEL + name, target);
      add("text_encoder." + name, target);
    }
  }

  /** The layer of a linear map's or a convolution's weight, or nothing. */
  private static String layer(Target target) {
    String tensor = target.tensor();
    boolean weight = tensor.endsWith(WEIGHT);
    boolean product = target.shape().size() == 2 || target.shape().size() == 4;
    return weight && product ? tensor.substring(0, tensor.length() - WEIGHT.length()) : "";
  }

  private static String underscored(String layer) {
    return layer.replace('.', '_');
  }

  private void add(String name, Target target) {
    Target other = byName.put(name, target);
    if (other != null && !other.tensor().equals(target.tensor())) {
      throw new IllegalStateException(
          "two layers are called " + name + ": " + other.tensor() + " and " + target.tensor());
    }
  }

  /** The weight of a layer, by the name that a file has for it. */
  Optional<Target> find(String layer) {
    return Optional.ofNullable(byName.get(layer));
  }
}
