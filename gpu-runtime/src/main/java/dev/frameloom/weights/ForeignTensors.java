package dev.frameloom.weights;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What files of tensors are that people have beside models and LoRAs, told by the names of their
 * tensors: so that whoever gives one is told what it is, wherever it is given.
 */
public final class ForeignTensors {

  private static final String ROTATIONS = "an OFT (rotations of weights)";

  /** Sizes of text embeddings that are in use: CLIP's, OpenCLIP's, T5's. */
  private static final Set<Long> EMBEDDINGS = Set.of(768L, 1024L, 1280L, 2048L, 4096L);

  private static final long MOST_VECTORS = 512;

  /** What a name holds, and what its file is. */
  private record Mark(Pattern name, String what) {
    private Mark(String name, String what) {
      this(Pattern.compile(name), what);
    }
  }

  /** Relatives of LoRA, in the names of LyCORIS and of PEFT. */
  private static final List<Mark> RELATIVES =
      List.of(
          new Mark("\\bhada_", "a LoHa (products of two LoRAs)"),
          new Mark("\\blokr_", "a LoKr (Kronecker products)"),
          new Mark(
              "dora_scale|magnitude_vector", "a DoRA (weights split into length and direction)"),
          new Mark("\\bboft_", "a BOFT (rotations of weights in butterflies)"),
          new Mark("\\boft_", ROTATIONS),
          new Mark("\\.[ab][12]\\.weight$|\\bglora_", "a GLoRA (generalised LoRA)"),
          new Mark("\\bon_input$|\\bia3_", "an IA3 (scaled activations)"),
          new Mark("lora_embedding_", "a LoRA of token embeddings"),
          new Mark("bundle_emb", "a LoRA bundled with token embeddings"),
          new Mark("\\blora_(up|down|A|B)(\\.\\w+)?\\.bias$", "a LoRA with biases"),
          new Mark("\\b[wb]_norm$", "differences of norm weights (LyCORIS)"),
          new Mark(
              "\\.diff(_b)?$", "differences of whole weights (LyCORIS full, or a LoRA with such)"),
          new Mark(
              "\\b(vera_lambda|fourierft_|hra_u|vblora_|bone_|miss_|shira_|c3a_|randlora_|waveft_|delora_|road_)",
              "an adapter of PEFT's that is no LoRA"));

  /** What steers or enlarges pictures, and parts of other programs. */
  private static final List<Mark> OTHERS =
      List.of(
          new Mark("^string_to_param|^emb_params$", "a textual inversion (a token's embedding)"),
          new Mark("^(adapter\\.)?body\\.\\d+\\.(in_conv|resnets|block\\d)\\b", "a T2I-Adapter"),
          new Mark("^lllite_", "a ControlNet-LLLite"),
          new Mark("^lora_controlnet$", "a Control-LoRA"),
          new Mark("^(image_proj|ip_adapter)\\.", "an IP-Adapter"),
          new Mark("motion_modules\\.", "a motion module of AnimateDiff"),
          new Mark(
              "(?i)\\brdb\\d\\.|^conv_first\\.|^params_ema\\.|residual_group\\.blocks|^model\\.0\\.weight$",
              "an upscaler of pictures, as ESRGAN"));

  /** Models and their parts, by how a name begins. */
  private static final List<Mark> MODELS =
      List.of(
          new Mark("^(transformer\\.)?joint_blocks\\.", "a transformer of Stable Diffusion 3"),
          new Mark("^double_blocks\\.|^single_transformer_blocks\\.", "a transformer of Flux"),
          new Mark(
              "^blocks\\.\\d+\\.(self|cross)_attn\\.", "a transformer of a video model, as Wan"),
          new Mark("^transformer_blocks\\.", "a diffusion transformer"),
          new Mark("^diffusion_model\\.", "a UNet alone"),
          new Mark("^(down|mid|up)_blocks?\\.", "a UNet alone, with diffusers' names"),
          new Mark("^unet\\.", "a LoRA, or a UNet alone"),
          new Mark("^first_stage_model\\.", "an autoencoder alone"),
          new Mark("^encoder\\.block\\.\\d+\\.layer\\.", "a text encoder alone (T5)"),
          new Mark("^encoder\\.", "an autoencoder or a text encoder alone"),
          new Mark("^decoder\\.", "half an autoencoder"),
          new Mark("^(text_model|cond_stage_model)\\.", "a text encoder alone"),
          new Mark("^vision_model\\.", "a picture encoder alone"),
          new Mark("^model_ema\\.", "averaged weights alone"));

  /**
   * What was found.
   *
   * @param tensor the name that tells
   * @param what for people, as {@code a LoHa}
   */
  public record Found(String tensor, String what) {}

  private ForeignTensors() {}

  /** What a file is that nothing here uses; empty for a model, a LoRA, and what is not known. */
  public static Optional<Found> of(Map<String, List<Long>> shapes) {
    Optional<Found> relative = first(RELATIVES, shapes.keySet());
    if (relative.isPresent()) {
      return relative.map(it -> rotations(it, shapes));
    }
    Optional<Found> embedding = embedding(shapes);
    return embedding.isPresent() ? embedding : first(OTHERS, shapes.keySet());
  }

  /** What part of a model, or which other model, names stand for. */
  public static Optional<Found> part(Collection<String> names) {
    return first(MODELS, names);
  }

  /** LyCORIS calls both by one name; a BOFT's blocks have one size more. */
  private static Found rotations(Found found, Map<String, List<Long>> shapes) {
    boolean butterflies = found.what().equals(ROTATIONS) && shapes.get(found.tensor()).size() == 4;
    return butterflies
        ? new Found(found.tensor(), "a BOFT (rotations of weights in butterflies)")
        : found;
  }

  /**
   * One vector or a few for each token: by token, or by the text encoder of Stable Diffusion XL.
   */
  private static Optional<Found> embedding(Map<String, List<Long>> shapes) {
    if (shapes.keySet().equals(Set.of("clip_l", "clip_g"))) {
      return Optional.of(
          new Found("clip_g", "a textual inversion (a token's embedding) for Stable Diffusion XL"));
    }
    boolean vectors =
        !shapes.isEmpty()
            && shapes.entrySet().stream()
                .allMatch(it -> !it.getKey().contains(".") && isVectors(it.getValue()));
    return vectors
        ? Optional.of(
            new Found(
                shapes.keySet().iterator().next(), "a textual inversion (a token's embedding)"))
        : Optional.empty();
  }

  private static boolean isVectors(List<Long> shape) {
    return (shape.size() == 1 || (shape.size() == 2 && shape.get(0) <= MOST_VECTORS))
        && EMBEDDINGS.contains(shape.get(shape.size() - 1));
  }

  private static Optional<Found> first(List<Mark> marks, Collection<String> names) {
    for (Mark mark : marks) {
      for (String name : names) {
        if (mark.name().matcher(name).find()) {
          return Optional.of(new Found(name, mark.what()));
        }
      }
    }
    return Optional.empty();
  }
}
