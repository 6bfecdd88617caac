package dev.frameloom.lora;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which models a LoRA was made for, as far as its layers tell. */
public enum LoraFamily {
  /** Text embeddings of size 768. */
  STABLE_DIFFUSION_1("Stable Diffusion 1"),
  /** Text embeddings of size 1024. */
  STABLE_DIFFUSION_2("Stable Diffusion 2"),
  /** Text embeddings of size 2048, two text encoders. Not supported. */
  STABLE_DIFFUSION_XL("Stable Diffusion XL"),
  /** Blocks of two streams that join. Not supported. */
  STABLE_DIFFUSION_3("Stable Diffusion 3"),
  /** Double and single blocks; a video model has the same. Not supported. */
  FLUX("Flux (or HunyuanVideo)"),
  /** Video. Not supported. */
  WAN("Wan, a video model"),
  /** Layers between frames. Not supported. */
  MOTION("AnimateDiff's motion modules"),
  /** Others without a UNet. Not supported. */
  TRANSFORMER("a diffusion transformer (as LTX-Video, CogVideoX, PixArt or Qwen-Image)"),
  /** None of these, or layers that don't tell. */
  UNKNOWN("unknown");

  private static final Map<Long, LoraFamily> BY_CONTEXT =
      Map.of(768L, STABLE_DIFFUSION_1, 1024L, STABLE_DIFFUSION_2, 2048L, STABLE_DIFFUSION_XL);

  private record Mark(Pattern name, LoraFamily family) {}

  /** What one name is enough to tell, the surest first. Dots may be underscores. */
  private static final List<Mark> MARKS =
      List.of(
          mark("motion_modules", MOTION),
          mark("single_transformer_blocks|(^|[._])(double|single)_blocks[._]", FLUX),
          mark("joint_blocks[._]", STABLE_DIFFUSION_3),
          mark("(^|[._])blocks[._]\\d+[._](self|cross)_attn[._][qkvo]([._]|$)", WAN),
          mark("^(lora_te2_|text_encoder_2\\.)", STABLE_DIFFUSION_XL),
          mark(
              "^(transformer\\.|lora_transformer_|diffusion_model\\.(transformer_blocks|layers)\\."
                  + "|(base_model\\.model\\.)?transformer_blocks\\.|lora_unet_(transformer_blocks|layers)_)",
              TRANSFORMER));

  private final String words;

  LoraFamily(String words) {
    this.words = words;
  }

  private static Mark mark(String name, LoraFamily family) {
    return new Mark(Pattern.compile(name), family);
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Whether models of this family are built; unknown ones may be. */
  public boolean isBuilt() {
    return this == STABLE_DIFFUSION_1 || this == STABLE_DIFFUSION_2 || this == UNKNOWN;
  }

  static LoraFamily of(LoraFile file) {
    List<LoraLayer> layers = file.layers();
    LoraFamily named = of(layers.stream().map(LoraLayer::name).toList());
    if (named != UNKNOWN) {
      return named;
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

  /**
   * What names of layers or tensors tell, which is something of the families that are not built.
   */
  public static LoraFamily of(Collection<String> names) {
    for (Mark mark : MARKS) {
      if (names.stream().anyMatch(it -> mark.name().matcher(it).find())) {
        return mark.family();
      }
    }
    return UNKNOWN;
  }
}
