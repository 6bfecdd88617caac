package dev.frameloom.model;

import dev.frameloom.engine.Noise;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Made-up weights of one part of a model. A tensor's random numbers depend on the seed and its name
 * only, not on the order in which tensors are made.
 */
final class WeightSketch {

  private final long seed;
  private final String part;
  private final Map<String, Tensor> tensors = new TreeMap<>();

  /**
   * A tensor, (rows, columns, taps): taps are those of a convolution, row-major, or one.
   *
   * @param values row-major
   * @param shape of the tensor
   */
  record Tensor(float[] values, long[] shape) {

    private int taps() {
      return shape.length == 4 ? (int) (shape[2] * shape[3]) : 1;
    }

    /** Puts a number at a row and column; in the middle where there are taps. */
    Tensor set(int row, int column, double value) {
      return set(row, column, taps() / 2, value);
    }

    /** Puts a number at a tap. */
    Tensor set(int row, int column, int tap, double value) {
      int columns = shape.length == 1 ? 1 : (int) shape[1];
      values[(row * columns + column) * taps() + tap] = (float) value;
      return this;
    }

    /** Puts 3 × 3 taps, each times a factor. */
    Tensor kernel(int row, int column, double[] kernel, double factor) {
      for (int tap = 0; tap < kernel.length; tap++) {
        set(row, column, tap, kernel[tap] * factor);
      }
      return this;
    }

    /** Empties rows. */
    Tensor clearRows(int from, int to) {
      int size = values.length / (int) shape[0];
      Arrays.fill(values, from * size, to * size, 0f);
      return this;
    }
  }

  WeightSketch(long seed, String part) {
    this.seed = seed;
    this.part = part;
  }

  /** A tensor of one number. */
  Tensor full(String name, double value, long... shape) {
    Tensor tensor = normal(name, 0, shape);
    Arrays.fill(tensor.values(), (float) value);
    return tensor;
  }

  /** A tensor of zeros. */
  Tensor zeros(String name, long... shape) {
    return full(name, 0, shape);
  }

  /** A tensor of normal numbers. */
  Tensor normal(String name, double deviation, long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    float[] values = new float[Math.toIntExact(count)];
    if (deviation != 0) {
      values = Noise.normal(seed, part + "/" + name, 0, values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * deviation);
      }
    }
    Tensor tensor = new Tensor(values, shape);
    tensors.put(name, tensor);
    return tensor;
  }

  /** A norm that scales by one and shifts by nothing. */
  Tensor norm(String name, long channels) {
    zeros(name + ".bias", channels);
    return full(name + ".weight", 1, channels);
  }

  /**
   * Weight and bias: normal numbers, scaled so that the result is as large as the input, times
   * gain.
   */
  Tensor layer(String name, double gain, long... shape) {
    zeros(name + ".bias", shape[0]);
    return matrix(name, gain, shape);
  }

  /** The same without bias. */
  Tensor matrix(String name, double gain, long... shape) {
    long fanIn = 1;
    for (int i = 1; i < shape.length; i++) {
      fanIn *= shape[i];
    }
    return normal(name + ".weight", gain / StrictMath.sqrt((double) fanIn), shape);
  }

  /** A tensor made before. */
  Tensor get(String name) {
    return tensors.get(name);
  }

  void write(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors.forEach((name, tensor) -> writer.add(name, tensor.values(), tensor.shape()));
    writer.write(file);
  }
}
