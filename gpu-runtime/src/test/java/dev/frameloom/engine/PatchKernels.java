package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/patch.torchscript}: loops over pixels. */
final class PatchKernels {

  private static final long WORD = 0xffff_ffffL;

  private PatchKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("hashed", "words", PatchKernels::hashed),
        new KernelCase("drawn_within", "7x9, reach 3", trial -> drawnWithin(trial, 3)),
        new KernelCase("drawn_within", "7x9, reach 64", trial -> drawnWithin(trial, 64)),
        new KernelCase("patch_beside", "left", trial -> beside(trial, -2, 0)),
        new KernelCase("patch_beside", "below", trial -> beside(trial, 0, 4)),
        new KernelCase("patch_drawn", "reach 2", trial -> drawn(trial, 2)),
        new KernelCase("patch_drawn", "reach 32", trial -> drawn(trial, 32)),
        new KernelCase("pixels_at", "3 channels", PatchKernels::pixels),
        new KernelCase("patch_errors", "patch of 3", trial -> errors(trial, 3)),
        new KernelCase("patch_errors", "patch of 5", trial -> errors(trial, 5)),
        new KernelCase("patch_uses", "patch of 3", trial -> uses(trial, 3)),
        new KernelCase("patch_uses", "patch of 5", trial -> uses(trial, 5)),
        new KernelCase("patch_taken", "7x9", PatchKernels::taken),
        new KernelCase("patch_votes", "patch of 3", trial -> votes(trial, 3)),
        new KernelCase("patch_votes", "patch of 5", trial -> votes(trial, 5)),
        new KernelCase("patch_changed", "patch of 5", PatchKernels::changed),
        new KernelCase("patch_padded", "radius 2", PatchKernels::padded));
  }

  /** Matches of 9 x 7 pixels in a source of 12 x 11. */
  private record Sample(KernelTrial trial, int side, NDArray matches) {

    static final int WIDTH = 9;
    static final int HEIGHT = 7;
    static final int PIXELS = WIDTH * HEIGHT;
    static final int ACROSS = 12;
    static final int DOWN = 11;

    static Sample of(KernelTrial trial, int side, int seed) {
      long[] values = new long[2 * PIXELS];
      for (int i = 0; i < values.length; i++) {
        int length = (i < PIXELS ? ACROSS : DOWN) - side + 1;
        values[i] = side / 2 + word(i + 1000L * seed) % length;
      }
      NDArray matches = trial.scope().create(values, new Shape(2, HEIGHT, WIDTH));
      return new Sample(trial, side, trial.known(matches));
    }

    int x(int column, int row) {
      return (int) matches.getLong(0, row, column);
    }

    int y(int column, int row) {
      return (int) matches.getLong(1, row, column);
    }

    /** Whole numbers of 0 to 255. */
    static NDArray levels(KernelTrial trial, int height, int width, int channels, int seed) {
      float[] values = new float[height * width * channels];
      for (int i = 0; i < values.length; i++) {
        values[i] = word(i + 77L * seed) % 256;
      }
      return trial.known(trial.scope().create(values, new Shape(height, width, channels)));
    }
  }

  private static long word(long x) {
    long h = x ^ (x >>> 16);
    h = (h * 0x7feb352dL) & WORD;
    h ^= h >>> 15;
    h = (h * 0x846ca68bL) & WORD;
    return h ^ (h >>> 16);
  }

  private static void hashed(KernelTrial trial) {
    long[] words = {0, 1, 2, 65_535, 0x7fff_ffffL, WORD, 123_456_789};
    long[] expected = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      expected[i] = word(words[i]);
    }
    assertSame(trial, expected, trial.call(trial.known(trial.scope().create(words))));
  }

  private static void drawnWithin(KernelTrial trial, int reach) {
    Sample sample = Sample.of(trial, 5, 1);
    NDArray middle = trial.known(sample.matches().get(0));
    long[] words = new long[Sample.PIXELS];
    long[] expected = new long[Sample.PIXELS];
    for (int i = 0; i < words.length; i++) {
      words[i] = word(i);
      expected[i] = within(sample.x(i % 9, i / 9), words[i], reach, 5, Sample.ACROSS);
    }
    NDArray given = trial.known(trial.scope().create(words, middle.getShape()));
    assertSame(trial, expected, trial.call(middle, given, reach, 5, Sample.ACROSS));
  }

  private static long within(int middle, long word, int reach, int side, int length) {
    int first = Math.max(middle - reach, side / 2);
    int last = Math.min(middle + reach, length - 1 - side / 2);
    return first + ((word * (last - first + 1)) >>> 32);
  }

  private static void beside(KernelTrial trial, int across, int down) {
    Sample sample = Sample.of(trial, 5, 1);
    long[] expected = new long[2 * Sample.PIXELS];
    for (int i = 0; i < Sample.PIXELS; i++) {
      int x = clamp(i % 9 + across, 0, 8);
      int y = clamp(i / 9 + down, 0, 6);
      expected[i] = clamp(sample.x(x, y) - across, 2, Sample.ACROSS - 3);
      expected[Sample.PIXELS + i] = clamp(sample.y(x, y) - down, 2, Sample.DOWN - 3);
    }
    assertSame(
        trial, expected, trial.call(sample.matches(), across, down, 5, Sample.ACROSS, Sample.DOWN));
  }

  private static void drawn(KernelTrial trial, int reach) {
    Sample sample = Sample.of(trial, 5, 1);
    int salt = 987_654_321;
    long[] expected = new long[2 * Sample.PIXELS];
    for (int i = 0; i < Sample.PIXELS; i++) {
      long first = word(word(i) ^ salt);
      long second = word(first ^ 0x9e3779b9L);
      expected[i] = within(sample.x(i % 9, i / 9), first, reach, 5, Sample.ACROSS);
      expected[Sample.PIXELS + i] = within(sample.y(i % 9, i / 9), second, reach, 5, Sample.DOWN);
    }
    assertSame(
        trial, expected, trial.call(sample.matches(), reach, salt, 5, Sample.ACROSS, Sample.DOWN));
  }

  private static void pixels(KernelTrial trial) {
    Sample sample = Sample.of(trial, 5, 1);
    NDArray source = Sample.levels(trial, Sample.DOWN, Sample.ACROSS, 3, 1);
    float[] expected = new float[Sample.PIXELS * 3];
    for (int i = 0; i < expected.length; i++) {
      int pixel = i / 3;
      expected[i] =
          source.getFloat(sample.y(pixel % 9, pixel / 9), sample.x(pixel % 9, pixel / 9), i % 3);
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(Sample.PIXELS, 3)),
        trial.call(source, sample.matches().get(0), sample.matches().get(1)));
  }

  private static void errors(KernelTrial trial, int side) {
    Sample sample = Sample.of(trial, side, 1);
    NDArray target = Sample.levels(trial, 7 + side - 1, 9 + side - 1, 4, 1);
    NDArray source = Sample.levels(trial, Sample.DOWN, Sample.ACROSS, 4, 2);
    float[] weights = {2, 0.5f, 0.25f, 1};
    float[] expected = new float[Sample.PIXELS];
    for (int i = 0; i < expected.length; i++) {
      double sum = 0;
      for (int p = 0; p < side * side * 4; p++) {
        int dx = p / 4 % side;
        int dy = p / 4 / side;
        double difference =
            target.getFloat(i / 9 + dy, i % 9 + dx, p % 4)
                - source.getFloat(
                    sample.y(i % 9, i / 9) + dy - side / 2,
                    sample.x(i % 9, i / 9) + dx - side / 2,
                    p % 4);
        sum += weights[p % 4] * difference * difference;
      }
      expected[i] = (float) sum;
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(7, 9)),
        trial.call(
            target, source, trial.known(trial.scope().create(weights)), sample.matches(), side));
  }

  private static void uses(KernelTrial trial, int side) {
    Sample sample = Sample.of(trial, side, 1);
    float[] expected = new float[Sample.ACROSS * Sample.DOWN];
    for (int at = 0; at < expected.length; at++) {
      for (int i = 0; i < Sample.PIXELS; i++) {
        int across = side - Math.abs(sample.x(i % 9, i / 9) - at % Sample.ACROSS);
        int down = side - Math.abs(sample.y(i % 9, i / 9) - at / Sample.ACROSS);
        expected[at] += Math.max(0, across) * Math.max(0, down);
      }
    }
    NDArray inner = trial.call(sample.matches(), side, Sample.ACROSS, Sample.DOWN);
    // patches at the border reach out of the source, where none is counted
    int cut = side / 2;
    String inside = cut + ":-" + cut + "," + cut + ":-" + cut;
    trial.assertClose(
        trial.scope().create(expected, new Shape(Sample.DOWN, Sample.ACROSS)).get(inside),
        inner.get(inside));
  }

  private static void taken(KernelTrial trial) {
    Sample sample = Sample.of(trial, 5, 1);
    Sample other = Sample.of(trial, 5, 2);
    NDArray uses = Sample.levels(trial, Sample.DOWN, Sample.ACROSS, 1, 3).reshape(11, 12);
    NDArray errors = Sample.levels(trial, 7, 9, 1, 4).reshape(7, 9);
    NDArray otherErrors = Sample.levels(trial, 7, 9, 1, 5).reshape(7, 9);
    NDArray active =
        Sample.levels(trial, 7, 9, 1, 6).reshape(7, 9).gt(100).toType(DataType.BOOLEAN, true);
    long[] matches = new long[2 * Sample.PIXELS];
    float[] left = new float[Sample.PIXELS];
    for (int i = 0; i < Sample.PIXELS; i++) {
      int x = i % 9;
      int y = i / 9;
      double now = errors.getFloat(y, x) + 0.5 * uses.getFloat(sample.y(x, y), sample.x(x, y));
      double then = otherErrors.getFloat(y, x) + 0.5 * uses.getFloat(other.y(x, y), other.x(x, y));
      boolean better = then < now && active.getBoolean(y, x);
      Sample from = better ? other : sample;
      matches[i] = from.x(x, y);
      matches[Sample.PIXELS + i] = from.y(x, y);
      left[i] = (better ? otherErrors : errors).getFloat(y, x);
    }
    List<NDArray> result =
        trial.callTuple(sample.matches(), errors, other.matches(), otherErrors, uses, 0.5, active);
    assertSame(trial, matches, result.get(0));
    trial.assertClose(trial.scope().create(left, new Shape(7, 9)), result.get(1));
  }

  private static void votes(KernelTrial trial, int side) {
    Sample sample = Sample.of(trial, side, 1);
    NDArray style = Sample.levels(trial, Sample.DOWN, Sample.ACROSS, 3, 1);
    float[] expected = new float[Sample.PIXELS * 3];
    for (int i = 0; i < expected.length; i++) {
      double sum = 0;
      int count = 0;
      for (int p = 0; p < side * side; p++) {
        int dx = p % side - side / 2;
        int dy = p / side - side / 2;
        int x = i / 3 % 9 + dx;
        int y = i / 27 + dy;
        if (x >= 0 && x < 9 && y >= 0 && y < 7) {
          sum += style.getFloat(sample.y(x, y) - dy, sample.x(x, y) - dx, i % 3);
          count++;
        }
      }
      expected[i] = (float) Math.floor(sum / count);
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(7, 9, 3)),
        trial.call(style, sample.matches(), side));
  }

  private static void changed(KernelTrial trial) {
    NDArray before = Sample.levels(trial, 7, 9, 3, 1);
    float[] values = before.toFloatArray();
    values[(3 * 9 + 6) * 3 + 1] += 5;
    values[2] -= 4;
    NDArray after = trial.known(trial.scope().create(values, before.getShape()));
    boolean[] expected = new boolean[Sample.PIXELS];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.abs(i % 9 - 6) <= 2 && Math.abs(i / 9 - 3) <= 2;
    }
    NDArray wanted = trial.scope().create(expected, new Shape(7, 9));
    trial.assertClose(
        wanted.toType(DataType.FLOAT32, false),
        trial.call(before, after, 5.0, 5).toType(DataType.FLOAT32, false));
  }

  private static void padded(KernelTrial trial) {
    NDArray levels = Sample.levels(trial, 7, 9, 3, 1);
    float[] expected = new float[11 * 13 * 3];
    for (int i = 0; i < expected.length; i++) {
      int x = clamp(i / 3 % 13 - 2, 0, 8);
      int y = clamp(i / 39 - 2, 0, 6);
      expected[i] = levels.getFloat(y, x, i % 3);
    }
    trial.assertClose(trial.scope().create(expected, new Shape(11, 13, 3)), trial.call(levels, 2));
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }

  /** Whole numbers, exactly: in two halves, each of which is far coarser than the tolerance. */
  private static void assertSame(KernelTrial trial, long[] expected, NDArray found) {
    trial.assertClose(halves(trial, expected), halves(trial, found.toLongArray()));
  }

  private static NDArray halves(KernelTrial trial, long[] words) {
    float[] halves = new float[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      halves[2 * i] = words[i] & 0xffff;
      halves[2 * i + 1] = words[i] >>> 16;
    }
    return trial.scope().create(halves);
  }
}
