package dev.frameloom.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Weights as a function of their names, to the bit those that src/test/python/goldens/hashed.py
 * gives the reference: full-size networks then need no file.
 */
final class HashedWeights {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final float NORM = 0.35f;
  private static final Map<String, Float> SHARES =
      Map.of("backbone.conv2", 0.5f, "flow_head.conv2", 0.1f);

  private HashedWeights() {}

  /**
   * Writes a network's folder.
   *
   * @param layout key and shapes of tensors, as the reference's code has them
   * @param prefix before all names
   */
  static Path write(Path layout, String type, String prefix, Path folder) throws IOException {
    return write(layout, type, prefix, folder, Map.of());
  }

  /** The same with some tensors' numbers as given. */
  static Path write(
      Path layout, String type, String prefix, Path folder, Map<String, float[]> given)
      throws IOException {
    JsonNode node = new ObjectMapper().readTree(layout.toFile());
    SafetensorsWriter writer = new SafetensorsWriter();
    for (Map.Entry<String, JsonNode> entry : node.get("shapes").properties()) {
      String[] sizes = entry.getValue().asText().split(" ", 0);
      boolean scalar = entry.getValue().asText().isEmpty();
      long[] shape =
          scalar ? new long[0] : Arrays.stream(sizes).mapToLong(Long::parseLong).toArray();
      String name = entry.getKey();
      float[] values = given.get(name);
      writer.add(
          prefix + name,
          values == null ? values(node.get("key").asText(), name, shape) : values,
          shape);
    }
    Files.createDirectories(folder);
    writer.write(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"" + type + "\"}");
    return folder;
  }

  static float[] values(String key, String name, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = uniform(key + "/" + name, count);
    double fanIn = shape.length < 2 ? 1 : count / (double) shape[0];
    for (int i = 0; i < count; i++) {
      values[i] = scaled(values[i], name, shape.length, (float) Math.sqrt(3 / fanIn));
      for (Map.Entry<String, Float> share : SHARES.entrySet()) {
        values[i] *= name.contains(share.getKey()) ? share.getValue() : 1;
      }
    }
    return values;
  }

  private static float scaled(float value, String name, int rank, float spread) {
    if (name.endsWith("running_var")) {
      return 1 + 0.5f * value;
    }
    if (name.endsWith("running_mean") || name.endsWith("bias")) {
      return 0.1f * value;
    }
    return rank == 1 ? NORM + 0.1f * value : spread * value;
  }

  private static float[] uniform(String key, int count) {
    long start = 0xCBF29CE484222325L;
    for (byte letter : key.getBytes(StandardCharsets.UTF_8)) {
      start = (start ^ (letter & 0xff)) * 0x100000001B3L;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      long z = start + (i + 1) * GOLDEN;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      values[i] = (z >>> 40) * 0x1p-23f - 1;
    }
    return values;
  }
}
