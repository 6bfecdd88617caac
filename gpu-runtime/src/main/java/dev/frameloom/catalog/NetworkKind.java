package dev.frameloom.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.WeightFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Networks beside diffusion models that are known by {@code model_type} of a configuration. */
enum NetworkKind {
  GMFLOW(ModelKind.FLOW, "gmflow", "GMFlow", "backbone.", "transformer."),
  RAFT_LARGE(ModelKind.FLOW, "raft_large", "RAFT, large", "update_block."),
  RAFT_SMALL(ModelKind.FLOW, "raft_small", "RAFT, small", "update_block."),
  LPIPS_ALEX(ModelKind.LPIPS, "lpips_alex", "LPIPS by AlexNet", "features.", "lin"),
  LPIPS_VGG(ModelKind.LPIPS, "lpips_vgg", "LPIPS by VGG-16", "features.", "lin"),
  CLIP(ModelKind.CLIP, "clip", "CLIP", "vision_model.", "text_model.");

  /** Letters of vision transformers, by the size of their states. */
  private static final Map<Integer, String> SIZES = Map.of(768, "B", 1024, "L", 1280, "H");

  private final ModelKind kind;
  private final String modelType;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // it is a List.of
  private final List<String> starts;

  NetworkKind(ModelKind kind, String modelType, String words, String... starts) {
    this.kind = kind;
    this.modelType = modelType;
    this.words = words;
    this.starts = List.of(starts);
  }

  ModelKind kind() {
    return kind;
  }

  /** As {@code config.json} has it. */
  String modelType() {
    return modelType;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** All of them, for messages. */
  static String modelTypes() {
    return Arrays.stream(values()).map(NetworkKind::modelType).collect(Collectors.joining(", "));
  }

  /**
   * What a folder holds, for people: as {@code RAFT, large} or {@code CLIP ViT-B/32}.
   *
   * @throws ModelLoadException where it holds none of these
   */
  static String family(Path folder) {
    ConfigReader config = ConfigReader.read(folder.resolve("config.json"));
    NetworkKind network = of(config);
    if (network != CLIP) {
      return network.words;
    }
    // what is not said is what the transformers library takes
    JsonNode vision = config.node().path("vision_config");
    int width = vision.path("hidden_size").asInt(768);
    String size = SIZES.getOrDefault(width, String.valueOf(width));
    return network.words + " ViT-" + size + "/" + vision.path("patch_size").asInt(32);
  }

  /**
   * Looks whether a folder holds a network's weights.
   *
   * @throws ModelLoadException where it does not
   */
  static void check(Path folder) {
    NetworkKind network = of(ConfigReader.read(folder.resolve("config.json")));
    try (WeightFiles weights = WeightFiles.open(folder, "model")) {
      Set<String> names = weights.shapes().keySet();
      for (String start : network.starts) {
        if (names.stream().noneMatch(it -> it.startsWith(start))) {
          throw new ModelLoadException(
              "%s: expected the weights of %s, found no tensor %s…"
                  .formatted(folder, network.words, start));
        }
      }
    }
  }

  private static NetworkKind of(ConfigReader config) {
    String found = config.text("model_type", "");
    return of(found).orElseThrow(() -> config.unfit("model_type", modelTypes(), found));
  }

  static Optional<NetworkKind> of(String modelType) {
    return Arrays.stream(values()).filter(it -> it.modelType.equals(modelType)).findFirst();
  }
}
