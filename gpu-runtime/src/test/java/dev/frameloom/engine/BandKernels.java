package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Oracles of {@code kernels/bands.torchscript}: what a layer over a band gives is what the plain
 * layer gives of all rows that come in, less the rows that are the neighbours'.
 */
final class BandKernels {

  private static final double EPSILON = 1e-6;

  private BandKernels() {}

  static List<KernelCase> cases() {
    List<KernelCase> cases = new ArrayList<>();
    for (int top = 0; top < 2; top++) {
      for (int bottom = 0; bottom < 2; bottom++) {
        Edges edges = new Edges(top, bottom);
        cases.add(new KernelCase("band_conv", edges + "", trial -> conv(trial, edges)));
        cases.add(new KernelCase("band_norm_silu_conv", edges + "", trial -> normed(trial, edges)));
        cases.add(new KernelCase("band_upsample", edges + "", trial -> upsample(trial, edges)));
        cases.add(
            new KernelCase(
                "band_downsample_asymmetric", edges + "", trial -> downsample(trial, edges)));
        cases.add(new KernelCase("band_half", edges + "", trial -> half(trial, edges)));
        cases.add(new KernelCase("pad_rows", edges + "", trial -> padded(trial, edges)));
      }
    }
    cases.add(new KernelCase("group_sums", "2x6x3x4", BandKernels::sums));
    cases.add(new KernelCase("normed_silu", "2x6x3x4", BandKernels::normedSilu));
    cases.add(new KernelCase("band_shortcut", "2x4x3x5 to 6", BandKernels::shortcut));
    cases.add(new KernelCase("rows", "2x4x5x3", BandKernels::rows));
    cases.add(new KernelCase("copied_rows", "2x4x5x3", BandKernels::rows));
    return cases;
  }

  /** Zero rows in the place of neighbours' that are not there. */
  private record Edges(int top, int bottom) {

    /** The neighbours' rows among these, off. */
    NDArray inner(NDArray rows, int each) {
      long height = rows.getShape().get(2);
      long end = height - (1L - bottom) * each;
      return rows.get(":, :, {}:{}", (1L - top) * each, end);
    }
  }

  private static void conv(KernelTrial trial, Edges edges) {
    NDArray x = trial.random("x", 2, 4, 5, 3);
    NDArray w = trial.weight("w", 6, 4, 3, 3);
    NDArray b = trial.random("b", 6);
    NDArray expected = edges.inner(Plain.convolution(x, w, b, 1, 1), 1);
    trial.assertClose(expected, trial.call(x, trial.list(w, b), edges.top(), edges.bottom()));
  }

  private static void normed(KernelTrial trial, Edges edges) {
    NDArray x = trial.random("x", 2, 4, 5, 3);
    NDArray[] w = {
      trial.random("other", 1),
      trial.random("n", 4),
      trial.random("nb", 4),
      trial.weight("c", 6, 4, 3, 3),
      trial.random("cb", 6)
    };
    NDArray h = Plain.silu(Plain.groupNorm(x, w[1], w[2], 2, EPSILON));
    NDArray expected = edges.inner(Plain.convolution(h, w[3], w[4], 1, 1), 1);
    NDArray found =
        trial.call(x, moments(trial, x, 2), trial.list(w), 1, EPSILON, edges.top(), edges.bottom());
    trial.assertClose(expected, found);
  }

  private static void upsample(KernelTrial trial, Edges edges) {
    NDArray x = trial.random("x", 2, 4, 5, 3);
    NDArray w = trial.weight("w", 6, 4, 3, 3);
    NDArray b = trial.random("b", 6);
    NDArray twice = Plain.nearest(x, 10, 6);
    trial.assertClose(
        edges.inner(Plain.convolution(twice, w, b, 1, 1), 2),
        trial.call(x, trial.list(w, b), edges.top(), edges.bottom()));
    NDArray none = trial.scope().zeros(new Shape(6));
    trial.assertClose(
        edges.inner(Plain.convolution(twice, w, none, 1, 1), 2),
        trial.call(x, trial.list(w), edges.top(), edges.bottom()));
  }

  /** Each output row is of two rows of its own and the next; the upper neighbour is not seen. */
  private static void downsample(KernelTrial trial, Edges edges) {
    int height = 4 + 2 - edges.top() - edges.bottom();
    NDArray x = trial.random("x", 2, 4, height, 6);
    NDArray w = trial.weight("w", 4, 4, 3, 3);
    NDArray b = trial.random("b", 4);
    NDArray right = columns(x, 1);
    NDArray all = edges.bottom() == 1 ? rowsOfZeros(right, 0, 1) : right;
    NDArray own = all.get(":, :, {}:", 1L - edges.top());
    NDArray expected = Plain.convolution(own, w, b, 2, 0);
    trial.assertClose(expected, trial.call(x, trial.list(w, b), edges.top(), edges.bottom()));
  }

  /** Each output row is of the row before and two of its own; the lower neighbour is not seen. */
  private static void half(KernelTrial trial, Edges edges) {
    int height = 4 + 2 - edges.top() - edges.bottom();
    NDArray x = trial.random("x", 2, 4, height, 6);
    NDArray w = trial.weight("w", 5, 4, 3, 3);
    NDArray none = trial.scope().zeros(new Shape(5));
    NDArray above = edges.top() == 1 ? rowsOfZeros(x, 1, 0) : x;
    NDArray own = above.get(":, :, :{}", above.getShape().get(2) - (1 - edges.bottom()));
    // (B, C, 5, W) -> (B, C, 5, 1 + W), zeros before the first column
    NDArray left = columnsBefore(own);
    NDArray expected = Plain.convolution(left, w, none, 2, 0);
    trial.assertClose(expected, trial.call(x, trial.list(w), edges.top(), edges.bottom()));
  }

  private static void padded(KernelTrial trial, Edges edges) {
    NDArray x = trial.random("x", 2, 4, 3, 5);
    trial.assertClose(
        rowsOfZeros(x, edges.top(), edges.bottom()), trial.call(x, edges.top(), edges.bottom()));
  }

  private static void sums(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 6, 3, 4);
    NDArray grouped = x.reshape(2, 3, 24); // (B, C, H, W) -> (B, G, C/G·H·W)
    NDArray sums = grouped.sum(new int[] {2});
    NDArray squares = grouped.square().sum(new int[] {2});
    trial.assertClose(NDArrays.stack(list(sums, squares), 2), trial.call(x, 3));
  }

  private static void normedSilu(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 6, 3, 4);
    NDArray w = trial.random("w", 6);
    NDArray b = trial.random("b", 6);
    NDArray expected = Plain.silu(Plain.groupNorm(x, w, b, 3, EPSILON));
    trial.assertClose(expected, trial.call(x, moments(trial, x, 3), w, b, EPSILON));
  }

  private static void shortcut(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 4, 3, 5);
    NDArray[] w = new NDArray[10];
    for (int i = 0; i < 8; i++) {
      w[i] = trial.random("w" + i, 1);
    }
    w[8] = trial.weight("s", 6, 4, 1, 1);
    w[9] = trial.random("sb", 6);
    trial.assertClose(Plain.convolution(x, w[8], w[9], 1, 0), trial.call(x, trial.list(w)));
  }

  private static void rows(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 4, 5, 3);
    trial.assertClose(x.get(":, :, 1:4"), trial.call(x, 1, 4));
  }

  /** Means of x and of x² of each group: (B, G, 2), in double precision. */
  private static NDArray moments(KernelTrial trial, NDArray x, int groups) {
    NDArray wide = x.toType(DataType.FLOAT64, true).reshape(x.getShape().get(0), groups, -1);
    int[] last = {2};
    return trial.known(NDArrays.stack(list(wide.mean(last), wide.square().mean(last)), 2));
  }

  private static NDList list(NDArray first, NDArray second) {
    return new NDList(first, second);
  }

  private static NDArray rowsOfZeros(NDArray x, int above, int below) {
    Shape shape = x.getShape();
    Shape row = new Shape(shape.get(0), shape.get(1), 1, shape.get(3));
    NDArray result = x;
    if (above > 0) {
      result = x.getManager().zeros(row).concat(result, 2);
    }
    return below > 0 ? result.concat(x.getManager().zeros(row), 2) : result;
  }

  private static NDArray columns(NDArray x, int after) {
    return x.concat(zeroColumns(x, after), 3);
  }

  private static NDArray columnsBefore(NDArray x) {
    return zeroColumns(x, 1).concat(x, 3);
  }

  private static NDArray zeroColumns(NDArray x, int count) {
    Shape shape = x.getShape();
    return x.getManager().zeros(new Shape(shape.get(0), shape.get(1), shape.get(2), count));
  }
}
