package dev.frameloom.lpips;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Networks of their real sizes with the weights of goldens/lpips.py, which are drawn anew instead
 * of being stored: 10 and 59 MB.
 */
final class DrawnWeights {

  private final SafetensorsWriter writer = new SafetensorsWriter();
  private final long seed;
  private int position;

  private DrawnWeights(long seed) {
    this.seed = seed;
  }

  static void write(Network network, long seed, Path folder) throws IOException {
    DrawnWeights drawn = new DrawnWeights(seed);
    for (List<Layer> stage : network.stages()) {
      for (Layer layer : stage) {
        if (layer instanceof Layer.Convolution it) {
          drawn.add(it);
        }
      }
    }
    for (int i = 0; i < network.stages().size(); i++) {
      int channels = Network.channels(network.stages().get(i));
      drawn.writer.add("lin" + i + ".model.1.weight", drawn.numbers(channels), 1, channels, 1, 1);
    }
    Files.createDirectories(folder);
    drawn.writer.write(folder.resolve("model.safetensors"));
    new ObjectMapper()
        .writeValue(
            folder.resolve("config.json").toFile(), Map.of("model_type", network.modelType()));
  }

  private void add(Layer.Convolution it) {
    int fanIn = it.in() * it.kernel() * it.kernel();
    String name = "features." + it.index();
    float bound = (float) Math.sqrt(6.0 / fanIn);
    writer.add(
        name + ".weight",
        around(numbers(it.out() * fanIn), bound),
        it.out(),
        it.in(),
        it.kernel(),
        it.kernel());
    writer.add(name + ".bias", around(numbers(it.out()), 0.1f), it.out());
  }

  private static float[] around(float[] numbers, float bound) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (2 * numbers[i] - 1) * bound;
    }
    return numbers;
  }

  /** In [0, 1), of 24 bits; each tensor has its own. */
  private float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom((seed * 100 + position) << 32);
    position++;
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (random.nextLong() >>> 40) * 0x1p-24f;
    }
    return numbers;
  }
}
