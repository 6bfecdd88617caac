package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model as diffusers lays it out: {@code model_index.json} and a folder for each part, with its
 * configuration and its weights.
 *
 * @param path the folder
 * @param index contents of {@code model_index.json}
 */
public record ModelFolder(Path path, JsonNode index) implements ModelFiles {

  /** Those whose models are the same, whatever they do with them. */
  private static final String[] PIPELINES = {
    "StableDiffusionPipeline",
    "StableDiffusionImg2ImgPipeline",
    "StableDiffusionControlNetPipeline",
    "StableDiffusionControlNetImg2ImgPipeline",
    "LatentConsistencyModelPipeline",
    "LatentConsistencyModelImg2ImgPipeline"
  };

  private static final List<String> PARTS = List.of("unet", "vae", "text_encoder");

  /** Files that make the model what it is, beside the weights. */
  private static final List<String> SETTINGS =
      List.of(
          "model_index.json",
          "scheduler/scheduler_config.json",
          "text_encoder/config.json",
          "unet/config.json",
          "vae/config.json");

  /**
   * Opens a folder.
   *
   * @throws ModelLoadException where it is none
   */
  public static ModelFolder open(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ModelLoadException(
          "no model folder "
              + path
              + ". Give the path of a diffusers folder; `frameloom models init FOLDER` writes one");
    }
    Path file = path.resolve("model_index.json");
    ConfigReader index = new ConfigReader(file.toString(), JsonFile.read(file));
    index.allowOnly("_class_name", PIPELINES);
    return new ModelFolder(path, index.node());
  }

  @Override
  public ConfigReader config(String part) {
    return ConfigReader.read(path.resolve(part).resolve("config.json"));
  }

  @Override
  public ConfigReader schedulerConfig() {
    return ConfigReader.read(path.resolve("scheduler").resolve("scheduler_config.json"));
  }

  @Override
  public Optional<Path> tokenizer() {
    return Optional.of(path.resolve("tokenizer"));
  }

  @Override
  public WeightFiles weights(String part) {
    String stem = part.startsWith("text_encoder") ? "model" : "diffusion_pytorch_model";
    return WeightFiles.open(path.resolve(part), stem);
  }

  @Override
  public boolean trained() {
    return !index.path("_frameloom_untrained").asBoolean(false);
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (String name : SETTINGS) {
      if (Files.isRegularFile(path.resolve(name))) {
        files.add(path.resolve(name));
      }
    }
    files.addAll(TokenizerFiles.in(path.resolve("tokenizer")));
    for (String part : PARTS) {
      try (WeightFiles weights = weights(part)) {
        files.addAll(weights.paths());
      }
    }
    files.addAll(tiny());
    return List.copyOf(files);
  }

  /** What a tiny autoencoder beside the model's own is read from. */
  private List<Path> tiny() {
    Path folder = path.resolve("vae_tiny");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*(config\\.json|\\.safetensors)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ModelLoadException("the files of " + folder + " can't be read: " + e, e);
    }
  }

  /** SHA-256 over names, lengths and contents of all files that loading reads, in order of name. */
  @Override
  public String revision() {
    return Revision.of(path, files());
  }
}
