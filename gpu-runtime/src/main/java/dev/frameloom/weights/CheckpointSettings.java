package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people say about a checkpoint in files beside it. {@code NAME.safetensors.json} is ours:
 *
 * <pre>{"prediction_type": "v_prediction", "timestep_spacing": "trailing", "tokenizer": "../clip",
 *  "scheduler": {…}, "unet": {…}, "vae": {…}, "text_encoder": {…}}</pre>
 *
 * <p>where each part's settings, named as diffusers names them, replace those that are told from
 * the tensors. {@code NAME.yaml} is a configuration of latent diffusion's code, as programs that
 * read such checkpoints want it for Stable Diffusion 2; of it, only whether the model predicts
 * velocity is used.
 *
 * @param node contents of the first, or an empty object
 * @param files those of the two that are there
 * @param parameterization {@code v} or {@code eps} where the second says so
 */
record CheckpointSettings(JsonNode node, List<Path> files, Optional<String> parameterization) {

  private static final Set<String> TEXTS =
      Set.of("prediction_type", "timestep_spacing", "tokenizer");
  private static final Set<String> PARTS = Set.of("scheduler", "unet", "vae", "text_encoder");
  private static final Pattern PARAMETERIZATION =
      Pattern.compile("(?m)^\\s*parameterization\\s*:\\s*[\"']?(\\w+)[\"']?\\s*(#.*)?$");

  CheckpointSettings {
    files = List.copyOf(files);
  }

  /** The file of settings that belongs to a checkpoint, whether it is there or not. */
  static Path beside(Path checkpoint) {
    return checkpoint.resolveSibling(checkpoint.getFileName() + ".json");
  }

  static CheckpointSettings of(Path checkpoint) {
    List<Path> files = new ArrayList<>();
    JsonNode node = new ObjectMapper().createObjectNode();
    Path settings = beside(checkpoint);
    if (Files.isRegularFile(settings)) {
      node = checked(settings, JsonFile.read(settings));
      files.add(settings);
    }
    String name = checkpoint.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path yaml = checkpoint.resolveSibling(name + ".yaml");
    Optional<String> parameterization = Optional.empty();
    if (Files.isRegularFile(yaml)) {
      parameterization = Optional.of(parameterization(yaml));
      files.add(yaml);
    }
    return new CheckpointSettings(node, files, parameterization);
  }

  private static JsonNode checked(Path file, JsonNode node) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      boolean fits =
          (TEXTS.contains(entry.getKey()) && entry.getValue().isTextual())
              || (PARTS.contains(entry.getKey()) && entry.getValue().isObject());
      if (!fits) {
        throw new ModelLoadException(
            "%s: expected texts prediction_type, timestep_spacing, tokenizer and objects scheduler,"
                    .formatted(file)
                + " unet, vae, text_encoder, found "
                + entry.getKey()
                + ": "
                + entry.getValue());
      }
    }
    return node;
  }

  /** LDM's default is {@code eps}, so that a file that doesn't say it says that. */
  private static String parameterization(Path yaml) {
    try {
      Matcher matcher = PARAMETERIZATION.matcher(Files.readString(yaml));
      String found = matcher.find() ? matcher.group(1) : "eps";
      if (!found.equals("v") && !found.equals("eps")) {
        throw new ModelLoadException(
            yaml + ": parameterization: expected v or eps, found " + found);
      }
      return found;
    } catch (IOException e) {
      throw new ModelLoadException(yaml + " can't be read: " + e.getMessage(), e);
    }
  }

  /** A setting at the top. */
  Optional<String> text(String name) {
    return Optional.ofNullable(node.get(name)).map(JsonNode::textValue);
  }

  /** A part's configuration with what is said here in place of what was told. */
  ObjectNode over(String part, ObjectNode told) {
    JsonNode said = node.get(part);
    return said == null ? told : told.setAll((ObjectNode) said);
  }
}
