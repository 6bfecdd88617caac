package dev.frameloom.bench.diffusion;

import dev.frameloom.engine.Noise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What goes in and comes out of a row, as files that both sides read and write: single precision
 * numbers, little-endian, row-major, nothing else. Shapes follow from the row.
 */
final class BenchInputs {

  private BenchInputs() {}

  /**
   * Latents or pictures of a row.
   *
   * @param latents channels of the model's latents
   */
  static void write(BenchCase it, int latents, Path file) throws IOException {
    int side = it.part() == BenchCase.Part.ENCODE ? it.size() : it.size() / 8;
    int channels = it.part() == BenchCase.Part.ENCODE ? 3 : latents;
    float[] values = Noise.normal(7, "bench", 0, it.batch() * channels * side * side);
    if (it.part() == BenchCase.Part.ENCODE) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(-1, Math.min(1, values[i] / 2)); // pictures are within [−1, 1]
      }
    }
    write(file, values);
  }

  /** Text embeddings (B, 77, E) for a UNet. */
  static void writeText(int batch, int size, Path file) throws IOException {
    write(file, Noise.normal(8, "bench", 0, batch * 77 * size));
  }

  static void write(Path file, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** Largest difference of two results as a share of the expected one's range. */
  static double difference(Path expected, Path found) throws IOException {
    float[] right = read(expected);
    float[] values = read(found);
    if (right.length != values.length) {
      throw new IOException(
          "expected " + right.length + " numbers as the reference gave, found " + values.length);
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double worst = 0;
    for (int i = 0; i < right.length; i++) {
      least = Math.min(least, right[i]);
      most = Math.max(most, right[i]);
      double error = Math.abs((double) right[i] - values[i]);
      worst = error <= worst ? worst : Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }
    return worst / (most - least);
  }
}
