package dev.frameloom.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.frameloom.edit.ModelCard;
import dev.frameloom.lora.LoraFamily;
import dev.frameloom.lora.LoraInspection;
import dev.frameloom.lora.LoraPlace;
import dev.frameloom.model.ModelInspection;
import dev.frameloom.weights.ForeignFile;
import dev.frameloom.weights.ForeignTensors;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsNames;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.pickle.PickleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what a folder or file is by what it holds; names and endings are not believed. */
public final class Recognition {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Recognition() {}

  /**
   * What lies at a path.
   *
   * @throws ModelLoadException where it is nothing that is known, saying what was expected; pickles
   *     are not read where they lie
   */
  public static ModelKind kind(Path path) {
    if (Files.isDirectory(path)) {
      return kindOfFolder(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new ModelLoadException(
          "no model at " + path + ": expected a diffusers folder or a safetensors file");
    }
    if (ForeignFile.isPickle(path.getFileName().toString())) {
      PickleKind.requireNoOther(path);
      throw ForeignFile.pickle(path);
    }
    return kindOfTensors(path, SafetensorsNames.read(path));
  }

  /**
   * What lies at a path, looked at as closely as can be done without loading it.
   *
   * @throws ModelLoadException where it can't be loaded
   */
  static ModelKind inspected(Path path) {
    ModelKind kind = kind(path);
    if (kind == ModelKind.MODEL) {
      ModelInspection.inspect(ModelFiles.open(path), "");
      ModelCard.of(path);
    } else if (kind == ModelKind.LORA) {
      requireBuilt(path, LoraInspection.inspect(path).family());
    } else if (kind.isNetwork()) {
      NetworkKind.check(path);
    }
    requireNumbers(kind, path);
    return kind;
  }

  private static void requireBuilt(Path path, LoraFamily family) {
    if (!family.isBuilt()) {
      throw new ModelLoadException(
          "%s is a LoRA for %s, which is not supported: LoRAs for Stable Diffusion 1 and 2 are"
              .formatted(path, family.words()));
    }
  }

  /** Numbers are looked at once, here, and not first when a model runs. */
  private static void requireNumbers(ModelKind kind, Path path) {
    if (kind == ModelKind.MODEL) {
      ModelFiles model = ModelFiles.open(path);
      for (String part : List.of("text_encoder", "unet", "vae")) {
        try (WeightFiles weights = model.weights(part)) {
          weights.requireNumbers();
        }
      }
      return;
    }
    try {
      for (Path file : ModelContents.files(kind, path).values()) {
        if (file.toString().endsWith(".safetensors")) {
          try (WeightFiles weights = WeightFiles.file(file)) {
            weights.requireNumbers();
          }
        }
      }
    } catch (IOException e) {
      throw new ModelLoadException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  private static ModelKind kindOfFolder(Path folder) {
    if (Files.isRegularFile(folder.resolve("model_index.json"))) {
      return ModelKind.MODEL;
    }
    if (LoraPlace.isFolder(folder)) {
      return ModelKind.LORA;
    }
    JsonNode config = config(folder.resolve("config.json"));
    Optional<NetworkKind> network = NetworkKind.of(config.path("model_type").asText(""));
    if (network.isPresent()) {
      return network.get().kind();
    }
    String kind = config.path("_class_name").asText("");
    return switch (kind) {
      case "ControlNetModel" -> ModelKind.CONTROLNET;
      case "AutoencoderKL", "AutoencoderTiny" -> ModelKind.VAE;
      default -> throw unknown(folder, config);
    };
  }

  private static ModelLoadException unknown(Path folder, JsonNode config) {
    String found =
        Stream.of("_class_name", "model_type")
            .filter(config::has)
            .map(it -> it + " " + config.path(it).asText())
            .collect(Collectors.joining(", "));
    List<Path> single = safetensors(folder);
    return new ModelLoadException(
        folder
            + " is no folder of a model: expected model_index.json, adapter_config.json of a LoRA, or config.json with _class_name"
            + " ControlNetModel, AutoencoderKL or AutoencoderTiny, or with model_type "
            + NetworkKind.modelTypes()
            + ", found "
            + (found.isEmpty() ? "none of them" : found)
            + (single.isEmpty() ? "" : "; for a single file give its path, as " + single.get(0)));
  }

  private static List<Path> safetensors(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(".safetensors")).sorted().toList();
    } catch (IOException e) {
      throw new ModelLoadException(folder + " can't be read: " + e.getMessage(), e);
    }
  }

  /** Contents of a configuration; a missing node where there is none. */
  private static JsonNode config(Path config) {
    if (!Files.isRegularFile(config)) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(Files.readString(config));
    } catch (IOException e) {
      throw new ModelLoadException(config + " can't be read as JSON: " + e.getMessage(), e);
    }
  }

  /**
   * What a single file is by its tensors.
   *
   * @param shapes by name
   * @throws ModelLoadException where they are of nothing that is used, saying what they are of
   */
  static ModelKind kindOfTensors(Path file, Map<String, List<Long>> shapes) {
    Set<String> names = shapes.keySet();
    if (any(names, it -> it.startsWith("model.diffusion_model."))) {
      return ModelKind.MODEL;
    }
    ForeignTensors.of(shapes)
        .ifPresent(
            found -> {
              LoraFamily family = LoraFamily.of(names);
              throw new ModelLoadException(
                  "%s is %s%s, which is not supported (it has the tensor %s)"
                      .formatted(
                          file,
                          found.what(),
                          family == LoraFamily.UNKNOWN ? "" : " for " + family.words(),
                          found.tensor()));
            });
    if (any(names, Recognition::isLora)) {
      return ModelKind.LORA;
    }
    if (any(names, it -> it.contains("controlnet_cond_embedding.") || it.contains("zero_convs."))) {
      return ModelKind.CONTROLNET;
    }
    if (any(names, Recognition::isAutoencoder)) {
      return ModelKind.VAE;
    }
    if (any(names, it -> it.endsWith("block1.convs.0.weight"))) {
      return ModelKind.DETECTOR;
    }
    throw new ModelLoadException(
        file
            + ": expected tensors of a checkpoint of Stable Diffusion (model.diffusion_model.…), a"
            + " LoRA, a ControlNet, an autoencoder, HED; of GMFlow or RAFT; or of LPIPS and its network"
            + " (two files, as alex.pth with torchvision's alexnet-owt-7be5be79.pth); "
            + (any(names, it -> it.startsWith("vision_model."))
                ? "for CLIP give its folder, with config.json; "
                : "")
            + "found "
            + ForeignTensors.part(names).map(it -> it.what() + ": ").orElse("")
            + names.stream().limit(3).toList()
            + " and so on, "
            + names.size()
            + " in all");
  }

  private static boolean isLora(String name) {
    return name.contains(".lora_A.")
        || name.contains(".lora_B.")
        || name.contains(".lora_down.")
        || name.contains(".lora_up.")
        || name.contains(".lora.down.")
        || name.contains(".lora.up.")
        || name.contains("_lora.down.")
        || name.contains("_lora.up.");
  }

  private static boolean isAutoencoder(String name) {
    return name.startsWith("decoder.conv_in.")
        || name.startsWith("first_stage_model.decoder.")
        || name.startsWith("decoder.layers.0.");
  }

  private static boolean any(Set<String> names, Predicate<String> test) {
    return names.stream().anyMatch(test);
  }
}
