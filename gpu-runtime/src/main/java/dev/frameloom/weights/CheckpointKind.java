package dev.frameloom.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a safetensors file holds, where it is no whole model of a family that is built. */
final class CheckpointKind {

  private static final String UNET = "model.diffusion_model.";
  private static final String LORA = "a LoRA. Name it after the model that it changes: MODEL+LORA";

  /** A tensor's name begins like this: what the file is, and what to do with it. */
  private record Mark(String start, String what) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark(UNET + "joint_blocks.", "Stable Diffusion 3"),
          new Mark(UNET + "double_blocks.", "Flux"),
          new Mark("conditioner.embedders.1.", "Stable Diffusion XL"),
          new Mark(UNET + "label_emb.", "Stable Diffusion XL, an upscaler or unCLIP"),
          new Mark(UNET + "input_blocks.1.0.time_stack.", "Stable Video Diffusion"),
          new Mark("control_model.", "a ControlNet, not a model that it controls"),
          new Mark("controlnet_", "a ControlNet, not a model that it controls"),
          new Mark("input_hint_block.", "a ControlNet, not a model that it controls"),
          new Mark("lora_", LORA));

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
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    file.tensors().forEach((name, entry) -> shapes.put(name, entry.shape()));
    LdmShapes unet = file.under(UNET);
    boolean whole = unet.has("input_blocks.0.0.weight") && unet.has("out.2.weight");
    if (!whole) {
      ForeignTensors.of(shapes).ifPresent(found -> refuse(file, found.what()));
    }
    first(file, MARKS).ifPresent(what -> refuse(file, what));
    if (file.tensors().keySet().stream().anyMatch(CheckpointKind::lowRank)) {
      throw refused(file, LORA);
    }
    if (!whole) {
      throw refused(file, part(file, shapes));
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

  private static String part(LdmShapes file, Map<String, List<Long>> shapes) {
    if (file.hasAny(UNET)) {
      return "a diffusion model of an architecture that is not built";
    }
    return ForeignTensors.part(shapes.keySet())
        .map(ForeignTensors.Found::what)
        .orElse("no model: no name of a tensor in it is known");
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
