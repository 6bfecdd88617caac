package dev.frameloom.lora;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a LoRA file holds, from its header and alphas.
 *
 * @param file which
 * @param revision SHA-256 of the file, and of a configuration beside it
 * @param forms whose names it uses
 * @param types number formats, as {@code F16}
 * @param family what it was made for, as far as its layers tell
 * @param unetLayers layers of a UNet that it changes
 * @param textLayers layers of text encoders that it changes
 * @param convolutions how many of all are convolutions of more than 1×1
 * @param ranks that its layers have
 * @param ratios alpha / rank that its layers have
 * @param parameters numbers in its matrices
 */
public record LoraInspection(
    Path file,
    String revision,
    SortedSet<LoraForm> forms,
    SortedSet<String> types,
    LoraFamily family,
    int unetLayers,
    int textLayers,
    int convolutions,
    SortedSet<Long> ranks,
    SortedSet<Double> ratios,
    long parameters) {

  public LoraInspection {
    forms = new TreeSet<>(forms);
    types = new TreeSet<>(types);
    ranks = new TreeSet<>(ranks);
    ratios = new TreeSet<>(ratios);
  }

  /**
   * Looks at a file.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it is no LoRA that can be loaded
   */
  public static LoraInspection inspect(Path path) {
    try (LoraFile file = LoraFile.open(path)) {
      List<LoraLayer> layers = file.layers();
      int text = (int) layers.stream().filter(LoraInspection::isText).count();
      SortedSet<Long> ranks = new TreeSet<>();
      SortedSet<Double> ratios = new TreeSet<>();
      layers.forEach(
          layer -> {
            ranks.add(layer.rank());
            ratios.add(layer.ratio());
          });
      return new LoraInspection(
          path,
          LoraPlace.of(path).revision(),
          new TreeSet<>(file.forms()),
          new TreeSet<>(file.types()),
          LoraFamily.of(file),
          layers.size() - text,
          text,
          (int) layers.stream().filter(layer -> !layer.kernel().isMatrix()).count(),
          ranks,
          ratios,
          layers.stream().mapToLong(LoraLayer::parameters).sum());
    }
  }

  private static boolean isText(LoraLayer layer) {
    return layer.name().startsWith("lora_te") || layer.name().startsWith("text_");
  }

  /** Its form and layers in one line, for people. */
  public String summary() {
    return "LoRA for %s%s, %s, rank %s, %d layers of the UNet and %d of the text encoder, %d of them 3×3"
        .formatted(
            family.words(),
            family.isBuilt() ? "" : " (not supported)",
            String.join(" and ", forms.stream().map(LoraForm::words).toList()),
            ranks.size() == 1 ? ranks.first().toString() : ranks.first() + " to " + ranks.last(),
            unetLayers,
            textLayers,
            convolutions);
  }
}
