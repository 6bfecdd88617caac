package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A model as diffusers lays it out: {@code model_index.json} and a folder for each part, with its
 * configuration and its weights.
 *
 * @param path the folder
 * @param index contents of {@code model_index.json}
 */
public record ModelFolder(Path path, JsonNode index) implements ModelFiles {

  private static final List<String> PARTS = List.of("unet", "vae", "text_encoder");

  /** Files that make the model what it is, beside the weights. */
  private static final List<String> SETTINGS =
      List.of(
          "model_index.json",
          "scheduler/scheduler_config.json",
          "text_encoder/config.json",
          "tokenizer/merges.txt",
          "tokenizer/special_tokens_map.json",
          "tokenizer/tokenizer_config.json",
          "tokenizer/vocab.json",
          "unet/config.json",
          "vae/config.json");

  /**
   * Opens a folder.
   *
   * @throws ModelLoadException where it is none
   */
  public static ModelFolder open(Path path) {
    if (Files.isRegularFile(path)) {
      String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
      throw new ModelLoadException(
          name.endsWith(".safetensors")
              ? path + " is a single file; expected a diffusers folder with model_index.json"
              : path
                  + " is refused: expected a diffusers folder with safetensors files. A pickle"
                  + " checkpoint runs code from the file when it is loaded; convert it first");
    }
    if (!Files.isDirectory(path)) {
      throw new ModelLoadException(
          "no model folder "
              + path
              + ". Give the path of a diffusers folder, or make an untrained model with"
              + " `frameloom models init`");
    }
    return new ModelFolder(path, JsonFile.read(path.resolve("model_index.json")));
  }

  @Override
  public ConfigReader config(String part) {
    return reader(path.resolve(part).resolve("config.json"));
  }

  @Override
  public ConfigReader schedulerConfig() {
    return reader(path.resolve("scheduler").resolve("scheduler_config.json"));
  }

  private static ConfigReader reader(Path file) {
    return new ConfigReader(file.toString(), JsonFile.read(file));
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

  /** SHA-256 over names, lengths and contents of all files that loading reads, in order of name. */
  @Override
  public String revision() {
    List<Path> files = new ArrayList<>();
    for (String name : SETTINGS) {
      if (Files.isRegularFile(path.resolve(name))) {
        files.add(path.resolve(name));
      }
    }
    for (String part : PARTS) {
      try (WeightFiles weights = weights(part)) {
        files.addAll(weights.paths());
      }
    }
    files.sort(null);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        String name = path.relativize(file).toString().replace('\\', '/');
        digest.update((name + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
        update(digest, file);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new ModelLoadException("the files of " + path + " can't be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }
}
