package dev.frameloom.bench.motion;

import dev.frameloom.engine.Noise;
import dev.frameloom.restyle.TemporaryFolder;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Networks with made-up weights: as large and as slow as the public ones, and what they find means
 * nothing. Names and shapes are in a file for each kind beside this class.
 */
final class MadeUpWeights {

  private MadeUpWeights() {}

  /**
   * Makes and opens one.
   *
   * @param type {@code gmflow}, {@code raft_small}, {@code raft_large}, {@code lpips_alex} or
   *     {@code lpips_vgg}
   * @param opener loads a folder, and needs it no longer than that
   */
  static <T> T open(String type, Function<Path, T> opener) {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String line : layout(type).lines().toList()) {
      String[] words = line.split(" ", 0);
      long[] shape = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
      writer.add(words[0], () -> values(words[0], shape), shape);
    }
    try (TemporaryFolder folder = TemporaryFolder.create("frameloom-weights")) {
      writer.write(folder.path().resolve("model.safetensors"));
      Files.writeString(folder.path().resolve("config.json"), "{\"model_type\": \"" + type + "\"}");
      return opener.apply(folder.path());
    } catch (IOException e) {
      throw new UncheckedIOException("a network with made-up weights can't be written", e);
    }
  }

  /** A line for each tensor: its name and its sizes. */
  private static String layout(String type) {
    try (InputStream in = MadeUpWeights.class.getResourceAsStream(type + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(type + ".txt can't be read", e);
    }
  }

  /** Such that numbers keep their size from layer to layer. */
  private static float[] values(String name, long[] shape) {
    int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = new float[count];
    if (shape.length < 2) {
      Arrays.fill(values, name.endsWith("bias") || name.endsWith("running_mean") ? 0 : 1);
      return values;
    }
    float[] noise = Noise.normal(1, name, 0, count);
    float scale = (float) Math.sqrt(shape[0] / (double) count); // 1 / √(inputs of an output)
    for (int i = 0; i < count; i++) {
      values[i] = scale * noise[i];
    }
    return values;
  }
}
