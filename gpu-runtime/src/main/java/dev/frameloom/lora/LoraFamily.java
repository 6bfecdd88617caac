package dev.frameloom.lora;

import java.util.List;
import java.util.Map;

/** Which models a LoRA was made for, as far as its layers tell. */
public enum LoraFamily {
  /** Text embeddings of size 768. */
  STABLE_DIFFUSION_1("Stable Diffusion 1"),
  /** Text embeddings of size 1024. */
  STABLE_DIFFUSION_2("Stable Diffusion 2"),
  /** Text embeddings of size 2048, two text encoders. Not supported. */
  STABLE_DIFFUSION_XL("Stable Diffusion XL"),
  /** Flux, Stable Diffusion 3 and others without a UNet. Not supported. */
  TRANSFORMER("a diffusion transformer (as Flux or Stable Diffusion 3)"),
  /** None of these, or layers that don't tell. */
  UNKNOWN("unknown");

  private static final Map<Long, LoraFamily> BY_CONTEXT =
      Map.of(768L, STABLE_DIFFUSION_1, 1024L, STABLE_DIFFUSION_2, 2048L, STABLE_DIFFUSION_XL);

  private static final List<String> TRANSFORMERS =
      List.of("transformer.", "lora_transformer_", "double_blocks", "joint_blocks");

  private final String words;

  LoraFamily(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  static LoraFamily of(LoraFile file) {
    List<LoraLayer> layers = file.layers();
    if (layers.stream().anyMatch(it -> isSecondTextEncoder(it.name()))) {
      return STABLE_DIFFUSION_XL;
    }
    if (layers.stream().anyMatch(it -> isTransformer(it.name()))) {
      return TRANSFORMER;
    }
    // text embeddings come into the UNet here, and have the size of the text encoder's own layers
    for (String place : List.of("attn2[._]to_k", "self_attn[._](q_proj|to_q)")) {
      for (LoraLayer layer : layers) {
        if (layer.name().matches(".*" + place)) {
          return BY_CONTEXT.getOrDefault(layer.down().shape().get(1), UNKNOWN);
        }
      }
    }
    return UNKNOWN;
  }

  private static boolean isSecondTextEncoder(String layer) {
    return layer.startsWith("lora_te2_") || layer.startsWith("text_encoder_2.");
  }

  private static boolean isTransformer(String layer) {
    return TRANSFORMERS.stream().anyMatch(it -> layer.startsWith(it) || layer.contains("_" + it));
  }
}
