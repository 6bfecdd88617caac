package dev.frameloom.lora;

import dev.frameloom.weights.ForeignTensors;
import dev.frameloom.weights.ForeignTensors.Found;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Tells files that are given as LoRAs and are something else. */
final class LoraKinds {

  private LoraKinds() {}

  /**
   * Passes LoRAs alone.
   *
   * @throws ModelLoadException where a file is of another kind, by its name where that is known
   */
  static void requireLora(Path file, SortedMap<String, List<Long>> shapes) {
    Optional<Found> foreign = ForeignTensors.of(shapes);
    if (foreign.isPresent()) {
      LoraFamily family = LoraFamily.of(shapes.keySet());
      throw new ModelLoadException(
          "%s: tensor %s: expected a LoRA of linear layers and convolutions, found %s%s, which is not supported"
              .formatted(
                  file,
                  foreign.get().tensor(),
                  foreign.get().what(),
                  family == LoraFamily.UNKNOWN ? "" : " for " + family.words()));
    }
    List<String> unknown = new ArrayList<>();
    for (String name : shapes.keySet()) {
      if (LoraKey.parse(name).isEmpty()) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new ModelLoadException(
          "%s: expected a LoRA, with names as lora_unet_….lora_down.weight or unet.….lora_A.weight, found %s%s"
              .formatted(file, other(unknown), LoraFile.first(unknown)));
    }
    if (shapes.isEmpty()) {
      throw new ModelLoadException(file + ": expected a LoRA, found no tensor");
    }
  }

  private static String other(List<String> names) {
    if (names.stream().anyMatch(it -> it.startsWith("model.diffusion_model."))) {
      return "a whole model, which stands before the LoRAs as in MODEL+LORA: ";
    }
    if (names.stream()
        .anyMatch(
            it ->
                it.contains("controlnet_cond_embedding.")
                    || it.contains("zero_convs.")
                    || it.startsWith("controlnet_"))) {
      return "a ControlNet, which is named with the option control: ";
    }
    return ForeignTensors.part(names).map(it -> it.what() + ": ").orElse("");
  }
}
