package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes single-file checkpoints of the golden models, by the recipes in {@code checkpoints/}: they
 * say which tensors of the folder each tensor of the file holds. What a model doesn't use is filled
 * with NaN.
 */
public final class SingleFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path family;
  private final JsonNode recipe;

  /** Of a family's folder in a golden set. */
  public SingleFile(Path family) throws IOException {
    this.family = family;
    recipe =
        JSON.readTree(
            family.resolveSibling("checkpoints/" + family.getFileName() + ".json").toFile());
  }

  /** Writes the file and the settings beside it. */
  public Path write(Path file) throws IOException {
    return write(file, UnaryOperator.identity());
  }

  /**
   * The same with other names.
   *
   * @param names from those of the recipe; an empty one leaves the tensor out
   */
  Path write(Path file, UnaryOperator<String> names) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors()
        .forEach(
            (name, tensor) -> {
              if (!names.apply(name).isEmpty()) {
                writer.add(names.apply(name), tensor.values(), tensor.shape());
              }
            });
    writer.write(file);
    settings(file, settings());
    return file;
  }

  /** What the shapes of so small a model don't tell. */
  public ObjectNode settings() {
    ObjectNode settings = recipe.path("settings").deepCopy();
    return settings.put("tokenizer", family.resolve("tokenizer").toAbsolutePath().toString());
  }

  /** Writes the file of settings. */
  public static void settings(Path file, JsonNode settings) throws IOException {
    JSON.writeValue(CheckpointFile.settings(file).toFile(), settings);
  }

  private record Tensor(float[] values, long[] shape) {}

  private Map<String, Tensor> tensors() {
    Map<String, float[]> stored = new HashMap<>();
    ModelFolder folder = ModelFolder.open(family);
    for (String part : new String[] {"unet", "vae", "text_encoder"}) {
      try (WeightFiles files = folder.weights(part)) {
        for (Path path : files.paths()) {
          try (GoldenTensors tensors = GoldenTensors.open(path)) {
            tensors.names().forEach(name -> stored.put(part + "/" + name, tensors.values(name)));
          }
        }
      }
    }
    Map<String, Tensor> tensors = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : recipe.path("tensors").properties()) {
      JsonNode sizes = entry.getValue().path("shape");
      long[] shape = new long[sizes.size()];
      int count = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = sizes.path(i).longValue();
        count *= sizes.path(i).intValue();
      }
      float[] values = new float[count];
      Arrays.fill(values, Float.NaN);
      int position = 0;
      for (JsonNode source : entry.getValue().path("rows")) {
        float[] rows = stored.get(source.textValue());
        System.arraycopy(rows, 0, values, position, rows.length);
        position += rows.length;
      }
      tensors.put(entry.getKey(), new Tensor(values, shape));
    }
    return tensors;
  }
}
