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

  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private FullSizeModel() {}

  /**
   * Writes the model. Equal seeds give equal bytes of every file.
   *
   * @param folder made where missing; files that are there are replaced
   * @param progress hears how many numbers are written, of {@link #parameters}
   * @throws IOException where a file can't be written
   */
  public static void write(Path folder, long seed, LongConsumer progress) throws IOException {
    writeSettings(folder);
    Writer writer = new Writer(folder, seed, progress);
    writer.part("text_encoder/model", FullSizeText.shapes());
    writer.part("unet/diffusion_pytorch_model", FullSizeUNet.shapes());
    writer.part("vae/diffusion_pytorch_model", FullSizeVae.shapes());
    // last: a folder that was left half written is no model
    config(folder.resolve("model_index.json"), FullSizeConfigs.index());
  }

  /** Writes all but weights and index: what there is to know of the model before it is loaded. */
  public static void writeSettings(Path folder) throws IOException {
    Path tokenizer = Files.createDirectories(folder.resolve("tokenizer"));
    new SmallTokenizer().write(tokenizer, JSON);
    config(folder.resolve("scheduler/scheduler_config.json"), FullSizeConfigs.scheduler());
    config(folder.resolve("text_encoder/config.json"), FullSizeConfigs.textEncoder());
    config(folder.resolve("unet/config.json"), FullSizeConfigs.unet());
    config(folder.resolve("vae/config.json"), FullSizeConfigs.vae());
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

  private static void config(Path file, ObjectNode node) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, JSON.writeValueAsString(node) + "\n");
  }

  /** Writes parts, and counts what is written. */
  private static final class Writer {

    private final Path folder;
    private final long seed;
    private final LongConsumer progress;
    private long written;

    private Writer(Path folder, long seed, LongConsumer progress) {
      this.folder = folder;
      this.seed = seed;
      this.progress = progress;
    }

    private void part(String name, Map<String, long[]> shapes) throws IOException {
      SafetensorsWriter writer = new SafetensorsWriter();
      shapes.forEach(
          (tensor, shape) ->
              writer.add(tensor, () -> counted(random(name + "/" + tensor, shape)), shape));
      writer.write(folder.resolve(name + ".safetensors"));
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
