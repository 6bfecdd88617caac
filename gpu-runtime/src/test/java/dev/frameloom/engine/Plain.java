package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.DoubleUnaryOperator;

/** Layers by loops in double precision: slow, obvious, and nobody's library. */
final class Plain {

  private Plain() {}

  /** A value of each number by itself. */
  static NDArray map(NDArray x, DoubleUnaryOperator function) {
    float[] values = x.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(values[i]);
    }
    return x.getManager().create(values, x.getShape());
  }

  static NDArray silu(NDArray x) {
    return map(x, value -> value / (1 + Math.exp(-value)));
  }

  static NDArray gelu(NDArray x) {
    return map(x, value -> value * 0.5 * (1 + erf(value / Math.sqrt(2))));
  }

  static NDArray quickGelu(NDArray x) {
    return map(x, value -> value / (1 + Math.exp(-1.702 * value)));
  }

  /** 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)): exact enough below 5, and 1 beyond. */
  private static double erf(double x) {
    if (Math.abs(x) > 5) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** (…, in) by (out, in) to (…, out); without bias where none is given. */
  static NDArray linear(NDArray x, NDArray weight, NDArray... bias) {
    int in = (int) weight.getShape().get(1);
    int out = (int) weight.getShape().get(0);
    float[] values = x.toFloatArray();
    float[] w = weight.toFloatArray();
    int rows = values.length / in;
    float[] result = new float[rows * out];
    for (int row = 0; row < rows; row++) {
      for (int o = 0; o < out; o++) {
        double sum = bias.length == 0 ? 0 : bias[0].getFloat(o);
        for (int i = 0; i < in; i++) {
          sum += (double) values[row * in + i] * w[o * in + i];
        }
        result[row * out + o] = (float) sum;
      }
    }
    Shape outer = x.getShape().slice(0, x.getShape().dimension() - 1);
    return x.getManager().create(result, outer.add(out));
  }

  /** (B, I, H, W) by (O, I, K, K), zeros around it. */
  static NDArray convolution(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
    int[] size = ints(x.getShape());
    int[] kernel = ints(weight.getShape());
    int height = (size[2] + 2 * padding - kernel[2]) / stride + 1;
    int width = (size[3] + 2 * padding - kernel[3]) / stride + 1;
    float[] in = x.toFloatArray();
    float[] w = weight.toFloatArray();
    float[] b = bias.toFloatArray();
    float[] out = new float[size[0] * kernel[0] * height * width];
    int at = 0;
    for (int row = 0; row < size[0]; row++) {
      for (int o = 0; o < kernel[0]; o++) {
        for (int y = 0; y < height; y++) {
          for (int column = 0; column < width; column++) {
            double sum = b[o];
            for (int i = 0; i < kernel[1]; i++) {
              for (int ky = 0; ky < kernel[2]; ky++) {
                for (int kx = 0; kx < kernel[3]; kx++) {
                  int sy = y * stride + ky - padding;
                  int sx = column * stride + kx - padding;
                  if (sy >= 0 && sy < size[2] && sx >= 0 && sx < size[3]) {
                    int source = ((row * size[1] + i) * size[2] + sy) * size[3] + sx;
                    int tap = ((o * size[1] + i) * kernel[2] + ky) * kernel[3] + kx;
                    sum += (double) in[source] * w[tap];
                  }
                }
              }
            }
            out[at++] = (float) sum;
          }
        }
      }
    }
    return x.getManager().create(out, new Shape(size[0], kernel[0], height, width));
  }

  /** (B, C, H, W) to another size: pixel i of n comes from pixel ⌊i · m / n⌋ of m. */
  static NDArray nearest(NDArray x, int height, int width) {
    int[] size = ints(x.getShape());
    float[] in = x.toFloatArray();
    float[] out = new float[size[0] * size[1] * height * width];
    for (int i = 0; i < out.length; i++) {
      int column = i % width * size[3] / width;
      int row = i / width % height * size[2] / height;
      out[i] = in[(i / width / height * size[2] + row) * size[3] + column];
    }
    return x.getManager().create(out, new Shape(size[0], size[1], height, width));
  }

  /** Runs of numbers brought to mean 0 and variance 1. */
  private static void normalize(float[] values, int run, double epsilon) {
    for (int from = 0; from < values.length; from += run) {
      double mean = 0;
      for (int i = from; i < from + run; i++) {
        mean += values[i] / (double) run;
      }
      double variance = 0;
      for (int i = from; i < from + run; i++) {
        variance += (values[i] - mean) * (values[i] - mean) / run;
      }
      for (int i = from; i < from + run; i++) {
        values[i] = (float) ((values[i] - mean) / Math.sqrt(variance + epsilon));
      }
    }
  }

  /** (B, C, H, W), each group of channels by itself. */
  static NDArray groupNorm(NDArray x, NDArray weight, NDArray bias, int groups, double epsilon) {
    float[] values = x.toFloatArray();
    int channels = (int) x.getShape().get(1);
    int pixels = (int) x.getShape().slice(2).size();
    normalize(values, channels / groups * pixels, epsilon);
    for (int i = 0; i < values.length; i++) {
      int channel = i / pixels % channels;
      values[i] = values[i] * weight.getFloat(channel) + bias.getFloat(channel);
    }
    return x.getManager().create(values, x.getShape());
  }

  /** (…, C), each row by itself. */
  static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
    float[] values = x.toFloatArray();
    int channels = (int) weight.getShape().size();
    normalize(values, channels, epsilon);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * weight.getFloat(i % channels) + bias.getFloat(i % channels);
    }
    return x.getManager().create(values, x.getShape());
  }

  /** Softmax(q · kᵀ / √D) · v, over the keys up to the query's own place where it is causal. */
  static NDArray attention(NDArray q, NDArray k, NDArray v, boolean causal) {
    int[] size = ints(q.getShape());
    int keys = (int) k.getShape().get(2);
    int depth = size[3];
    float[] queries = q.toFloatArray();
    float[] keyed = k.toFloatArray();
    float[] valued = v.toFloatArray();
    float[] out = new float[queries.length];
    for (int row = 0; row < size[0] * size[1] * size[2]; row++) {
      int head = row / size[2];
      int seen = causal ? row % size[2] + 1 : keys;
      double total = 0;
      double[] sum = new double[depth];
      for (int key = 0; key < seen; key++) {
        double score = 0;
        for (int d = 0; d < depth; d++) {
          score += (double) queries[row * depth + d] * keyed[(head * keys + key) * depth + d];
        }
        double weight = Math.exp(score / Math.sqrt(depth));
        total += weight;
        for (int d = 0; d < depth; d++) {
          sum[d] += weight * valued[(head * keys + key) * depth + d];
        }
      }
      for (int d = 0; d < depth; d++) {
        out[row * depth + d] = (float) (sum[d] / total);
      }
    }
    return q.getManager().create(out, q.getShape());
  }

  /** (B, S, H·D) -> (B, H, S, D) */
  static NDArray split(NDArray x, int heads) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads).transpose(0, 2, 1, 3);
  }

  /** (B, H, S, D) -> (B, S, H·D) */
  static NDArray merge(NDArray x) {
    Shape shape = x.getShape();
    return x.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), -1);
  }

  /** (B, C, H, W) -> (B, H·W, C) */
  static NDArray tokens(NDArray x) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), -1).transpose(0, 2, 1);
  }

  /** (B, H·W, C) -> (B, C, H, W) as another has them */
  static NDArray picture(NDArray tokens, NDArray like) {
    return tokens.transpose(0, 2, 1).reshape(like.getShape());
  }

  private static int[] ints(Shape shape) {
    int[] sizes = new int[shape.dimension()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) shape.get(i);
    }
    return sizes;
  }
}
