package dev.frameloom.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * A model of Stable Diffusion 1.5's layout and sizes with random weights, as a diffusers folder:
 * 860 million numbers in the UNet, 84 in the autoencoder, 123 in the text encoder, 4.3 GB. Its
 * pictures are noise; it is there to measure time and memory with, and to compare numbers at full
 * size.
 *
 * <p>Weights are small enough for activations to stay of size one, so that rounding is that of a
 * trained model. Tensors are made and written one at a time.
 */
public final class FullSizeModel {

  private FullSizeModel() {}

  /**
   * Writes the model. Equal seeds give equal bytes of every file.
   *
   * @param folder made where missing; files that are there are replaced
   * @param progress hears how many numbers are written, of {@link #parameters}
   * @throws IOException where a file can't be written
   */
  public static void write(Path folder, long seed, LongConsumer progress) throws IOException {
    Files.createDirectories(folder);
    ObjectWriter json = new ObjectMapper().writerWithDefaultPrettyPrinter();
    UntrainedTokenizer tokenizer = new UntrainedTokenizer();
    tokenizer.write(Files.createDirectories(folder.resolve("tokenizer")), json);
    Path scheduler = Files.createDirectories(folder.resolve("scheduler"));
    config(json, scheduler.resolve("scheduler_config.json"), UntrainedConfigs.scheduler());
    Writer writer = new Writer(folder, seed, json, progress);
    writer.part("text_encoder", "model", FullSizeConfigs.textEncoder(), FullSizeText.shapes());
    String stem = "diffusion_pytorch_model";
    writer.part("unet", stem, FullSizeConfigs.unet(), FullSizeUNet.shapes());
    writer.part("vae", stem, FullSizeConfigs.vae(), FullSizeVae.shapes());
    // last: a folder that was left half written is no model
    config(json, folder.resolve("model_index.json"), UntrainedConfigs.index());
  }

  /** Numbers in all weights. */
  public static long parameters() {
    return count(FullSizeText.shapes())
        + count(FullSizeUNet.shapes())
        + count(FullSizeVae.shapes());
  }

  static long count(Map<String, long[]> shapes) {
    return shapes.values().stream().mapToLong(FullSizeModel::count).sum();
  }

  private static long count(long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }

  private static void config(ObjectWriter json, Path file, ObjectNode node) throws IOException {
    Files.writeString(file, json.writeValueAsString(node) + "\n");
  }

  /** Writes parts, and counts what is written. */
  private static final class Writer {

    private final Path folder;
    private final long seed;
    private final ObjectWriter json;
    private final LongConsumer progress;
    private long written;

    private Writer(Path folder, long seed, ObjectWriter json, LongConsumer progress) {
      this.folder = folder;
      this.seed = seed;
      this.json = json;
      this.progress = progress;
    }

    private void part(String name, String stem, ObjectNode config, Map<String, long[]> shapes)
        throws IOException {
      Path part = Files.createDirectories(folder.resolve(name));
      FullSizeModel.config(json, part.resolve("config.json"), config);
      SafetensorsWriter writer = new SafetensorsWriter();
      shapes.forEach(
          (tensor, shape) ->
              writer.add(tensor, () -> counted(random(name + "/" + tensor, shape)), shape));
      writer.write(part.resolve(stem + ".safetensors"));
    }

    private float[] counted(float[] values) {
      written += values.length;
      progress.accept(written);
      return values;
    }

    /** A generator of the JDK's specification, which is fast: nothing here needs normal numbers. */
    private float[] random(String name, long... shape) {
      float[] values = new float[Math.toIntExact(count(shape))];
      SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
      boolean vector = shape.length == 1;
      double centre = vector && name.contains("norm") && name.endsWith(".weight") ? 1 : 0;
      // matrices keep the size of what they are applied to: a variance of 1 by what is summed up
      double bound = vector ? 0.05 : Math.sqrt(3.0 * shape[0] / values.length);
      if (name.contains("embedding") && !name.contains("time_embedding")) {
        bound = 1; // looked up, not summed up
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (centre + bound * (2 * random.nextDouble() - 1));
      }
      return values;
    }
  }
}
