package dev.frameloom.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a safetensors file holds, where it is no whole model of a family that is built. */
final class CheckpointKind {

  private static final String UNET = "model.diffusion_model.";

  /** A tensor's name begins like this: what the file is, and what to do with it. */
  private record Mark(String start, String what) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark(UNET + "joint_blocks.", "Stable Diffusion 3"),
          new Mark("joint_blocks.", "a transformer of Stable Diffusion 3"),
          new Mark(UNET + "double_blocks.", "Flux"),
          new Mark("double_blocks.", "a transformer of Flux"),
          new Mark("conditioner.embedders.1.", "Stable Diffusion XL"),
          new Mark(UNET + "label_emb.", "Stable Diffusion XL, an upscaler or unCLIP"),
          new Mark(UNET + "input_blocks.1.0.time_stack.", "Stable Video Diffusion"),
          new Mark("control_model.", "a ControlNet, not a model that it controls"),
          new Mark("controlnet_", "a ControlNet, not a model that it controls"),
          new Mark("input_hint_block.", "a ControlNet, not a model that it controls"),
          new Mark("lora_", "a LoRA. Name it after the model that it changes: MODEL+LORA"),
          new Mark("string_to_param", "a textual inversion"),
          new Mark("emb_params", "a textual inversion"));

  /** The same for names that are only looked at where there is no whole UNet. */
  private static final List<Mark> PARTS =
      List.of(
          new Mark(UNET, "a diffusion model of an architecture that is not built"),
          new Mark("diffusion_model.", "a UNet alone"),
          new Mark("down_blocks.", "a UNet alone, with diffusers' names"),
          new Mark("unet.", "a LoRA, or a UNet alone"),
          new Mark("first_stage_model.", "an autoencoder alone"),
          new Mark("encoder.", "an autoencoder or a text encoder alone"),
          new Mark("decoder.", "half an autoencoder"),
          new Mark("text_model.", "a text encoder alone"),
          new Mark("cond_stage_model.", "a text encoder alone"),
          new Mark("transformer_blocks.", "a diffusion transformer"),
          new Mark("model_ema.", "averaged weights alone"));

  /** Channels that come into the UNet beside four of noise. */
  private static final Map<Integer, String> CONDITIONED =
      Map.of(
          5, "a model conditioned on depth",
          7, "an upscaler",
          8, "InstructPix2Pix",
          9, "a model for inpainting");

  private CheckpointKind() {}

  /**
   * Refuses what is no whole Stable Diffusion 1 or 2, by its name.
   *
   * @throws ModelLoadException unless the file has a UNet, an autoencoder and a text encoder
   */
  static void check(LdmShapes file) {
    if (file.tensors().isEmpty()) {
      throw refused(file, "an empty file");
    }
    first(file, MARKS).ifPresent(what -> refuse(file, what));
    if (file.tensors().keySet().stream().anyMatch(CheckpointKind::lowRank)) {
      throw refused(file, "a LoRA. Name it after the model that it changes: MODEL+LORA");
    }
    if (file.tensors().keySet().stream().anyMatch(name -> name.contains("motion_modules."))) {
      throw refused(file, "a motion module of AnimateDiff");
    }
    LdmShapes unet = file.under(UNET);
    if (!unet.has("input_blocks.0.0.weight") || !unet.has("out.2.weight")) {
      throw refused(
          file, first(file, PARTS).orElse("no model: no name of a tensor in it is known"));
    }
    int channels = unet.size("input_blocks.0.0.weight", 1);
    if (CONDITIONED.containsKey(channels)) {
      throw refused(
          file,
          CONDITIONED.get(channels) + " (its UNet takes " + channels + " channels, expected 4)");
    }
    if (!file.has("first_stage_model.decoder.conv_in.weight")) {
      throw refused(file, "a model without its autoencoder (no first_stage_model.…)");
    }
    if (LdmText.find(file).isEmpty()) {
      throw refused(file, "a model without its text encoder (no cond_stage_model.…)");
    }
  }

  private static boolean lowRank(String name) {
    return name.contains(".lora_A.") || name.contains(".lora_down.") || name.contains("_lora.down");
  }

  private static Optional<String> first(LdmShapes file, List<Mark> marks) {
    return marks.stream().filter(it -> file.hasAny(it.start())).map(Mark::what).findFirst();
  }

  private static void refuse(LdmShapes file, String what) {
    throw refused(file, what);
  }

  private static ModelLoadException refused(LdmShapes file, String what) {
    return new ModelLoadException(
        file.file()
            + " is "
            + what
            + ". Expected a whole checkpoint of Stable Diffusion 1 or 2, for text to image: UNet,"
            + " autoencoder and text encoder in one safetensors file");
  }
}
