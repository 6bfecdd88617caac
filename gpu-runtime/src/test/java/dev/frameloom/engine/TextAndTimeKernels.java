package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/text.torchscript} and {@code kernels/time.torchscript}. */
final class TextAndTimeKernels {

  private static final double EPSILON = 1e-5;

  private TextAndTimeKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("causal_attention", "1x2x5x4", trial -> causal(trial, 1, 2, 5, 4)),
        new KernelCase("causal_attention", "3x1x77x8", trial -> causal(trial, 3, 1, 77, 8)),
        new KernelCase("feed_forward_text", "quick", trial -> feedForward(trial, true)),
        new KernelCase("feed_forward_text", "exact", trial -> feedForward(trial, false)),
        new KernelCase("text_embedding", "2x5 of 11", TextAndTimeKernels::embedding),
        new KernelCase("weighted_text", "3x5x4", TextAndTimeKernels::weightedText),
        new KernelCase("joined_chunks", "2 of 3x5x4", trial -> joinedChunks(trial, 2)),
        new KernelCase("joined_chunks", "1 of 3x5x4", trial -> joinedChunks(trial, 1)),
        new KernelCase("time_frequencies", "160", trial -> frequencies(trial, 160, 0)),
        new KernelCase("time_frequencies", "7, shifted", trial -> frequencies(trial, 7, 1)),
        new KernelCase("guidance_frequencies", "128", TextAndTimeKernels::guidanceFrequencies),
        new KernelCase("sinusoids", "cosines first", trial -> sinusoids(trial, true)),
        new KernelCase("sinusoids", "sines first", trial -> sinusoids(trial, false)),
        new KernelCase("time_layers", "10 to 8", TextAndTimeKernels::timeLayers),
        new KernelCase("guided_time_embedding", "of 10 and 6", TextAndTimeKernels::guidedTime),
        new KernelCase("time_embedding", "cosines first", trial -> time(trial, true)),
        new KernelCase("time_embedding", "sines first", trial -> time(trial, false)));
  }

  private static void causal(KernelTrial trial, int rows, int heads, int tokens, int depth) {
    NDArray q = trial.random("q", rows, heads, tokens, depth);
    NDArray k = trial.random("k", rows, heads, tokens, depth);
    NDArray v = trial.random("v", rows, heads, tokens, depth);
    trial.assertClose(Plain.attention(q, k, v, true), trial.call(q, k, v));
  }

  private static void feedForward(KernelTrial trial, boolean quick) {
    NDArray x = trial.random("x", 2, 5, 6);
    NDArray[] w = {
      trial.random("n", 6),
      trial.random("nb", 6),
      trial.weight("w1", 24, 6),
      trial.random("b1", 24),
      trial.weight("w2", 6, 24),
      trial.random("b2", 6)
    };
    NDArray h = Plain.linear(Plain.layerNorm(x, w[0], w[1], EPSILON), w[2], w[3]);
    NDArray active = quick ? Plain.quickGelu(h) : Plain.gelu(h);
    NDArray expected = x.add(Plain.linear(active, w[4], w[5]));
    trial.assertClose(expected, trial.call(x, trial.list(w), EPSILON, quick));
  }

  private static void embedding(KernelTrial trial) {
    long[] ids = {10, 0, 3, 3, 7, 1, 2, 10, 0, 5};
    NDArray tokens = trial.random("t", 11, 4);
    NDArray positions = trial.random("p", 6, 4);
    float[] expected = new float[ids.length * 4];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = tokens.getFloat(ids[i / 4], i % 4) + positions.getFloat(i / 4 % 5, i % 4);
    }
    NDArray found =
        trial.call(trial.scope().create(ids, new Shape(2, 5)), trial.list(tokens, positions));
    trial.assertClose(trial.scope().create(expected, new Shape(2, 5, 4)), found);
  }

  private static void weightedText(KernelTrial trial) {
    int rows = 3;
    int size = 5 * 4;
    // away from a mean of 0, by which the kernel divides as the web interface does
    NDArray x = trial.known(trial.random("x", rows, 5, 4).add(1));
    NDArray weights = trial.known(trial.random("w", rows, 5, 1).abs());
    float[] expected = x.toFloatArray();
    for (int row = 0; row < rows; row++) {
      double before = 0;
      double after = 0;
      for (int i = row * size; i < (row + 1) * size; i++) {
        before += expected[i];
        expected[i] *= weights.getFloat(row, i / 4 % 5, 0);
        after += expected[i];
      }
      for (int i = row * size; i < (row + 1) * size; i++) {
        expected[i] *= (float) (before / after);
      }
    }
    trial.assertClose(trial.scope().create(expected, x.getShape()), trial.call(x, weights));
  }

  private static void joinedChunks(KernelTrial trial, int chunks) {
    NDArray x = trial.random("x", 3L * chunks, 5, 4);
    float[] expected = new float[(int) x.size()];
    for (int i = 0; i < expected.length; i++) {
      int token = i / 4 % (5 * chunks);
      int row = i / (4 * 5 * chunks);
      expected[i] = x.getFloat(row * chunks + token / 5, token % 5, i % 4);
    }
    NDArray joined = trial.scope().create(expected, new Shape(3, 5L * chunks, 4));
    trial.assertClose(joined, trial.call(x, chunks));
  }

  private static void frequencies(KernelTrial trial, int half, double shift) {
    trial.assertClose(powers(trial, half, shift), trial.call(trial.random("like", 1), half, shift));
  }

  private static void guidanceFrequencies(KernelTrial trial) {
    trial.assertClose(powers(trial, 128, 1), trial.call(trial.random("like", 1), 128));
  }

  private static NDArray powers(KernelTrial trial, int half, double shift) {
    float[] powers = new float[half];
    for (int i = 0; i < half; i++) {
      powers[i] = (float) Math.pow(10_000, -i / (half - shift));
    }
    return trial.scope().create(powers);
  }

  /** Cosines and sines of a number times each frequency, in single precision as the kernel. */
  private static NDArray waves(NDArray frequencies, float number, boolean cosineFirst) {
    int half = (int) frequencies.size();
    float[] waves = new float[2 * half];
    for (int i = 0; i < 2 * half; i++) {
      double angle = frequencies.getFloat(i % half) * number;
      waves[i] = (float) (i < half == cosineFirst ? Math.cos(angle) : Math.sin(angle));
    }
    return frequencies.getManager().create(waves, new Shape(1, 2L * half));
  }

  private static void sinusoids(KernelTrial trial, boolean cosineFirst) {
    NDArray frequencies = trial.known(trial.random("f", 5).abs());
    NDArray expected = waves(frequencies, 37, cosineFirst);
    trial.assertClose(expected, trial.call(frequencies, 37.0, cosineFirst));
  }

  private static NDArray[] timeWeights(KernelTrial trial) {
    return new NDArray[] {
      trial.weight("w1", 8, 10),
      trial.random("b1", 8),
      trial.weight("w2", 8, 8),
      trial.random("b2", 8),
      trial.weight("g", 10, 6)
    };
  }

  private static NDArray layers(NDArray e, NDArray[] w) {
    return Plain.silu(Plain.linear(Plain.silu(Plain.linear(e, w[0], w[1])), w[2], w[3]));
  }

  private static void timeLayers(KernelTrial trial) {
    NDArray e = trial.random("e", 1, 10);
    NDArray[] w = timeWeights(trial);
    trial.assertClose(layers(e, w), trial.call(e, trial.list(w)));
  }

  private static void guidedTime(KernelTrial trial) {
    NDArray frequencies = trial.known(trial.random("f", 5).abs());
    NDArray others = trial.known(trial.random("o", 3).abs());
    NDArray[] w = timeWeights(trial);
    // the guidance's sinusoids begin with sines, whatever the timestep's do
    NDArray e = waves(frequencies, 37, true).add(Plain.linear(waves(others, 6500, false), w[4]));
    NDArray found = trial.call(frequencies, 37.0, true, others, 6500.0, trial.list(w));
    trial.assertClose(layers(e, w), found);
  }

  private static void time(KernelTrial trial, boolean cosineFirst) {
    NDArray frequencies = trial.known(trial.random("f", 5).abs());
    NDArray[] w = timeWeights(trial);
    NDArray expected = layers(waves(frequencies, 37, cosineFirst), w);
    trial.assertClose(expected, trial.call(frequencies, 37.0, cosineFirst, trial.list(w)));
  }
}
