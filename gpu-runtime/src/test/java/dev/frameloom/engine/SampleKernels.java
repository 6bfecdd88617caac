package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Oracles of {@code kernels/sample.torchscript}: loops in double precision over {@link Between}.
 */
final class SampleKernels {

  private static final int BILINEAR = 0;
  private static final int NEAREST = 1;
  private static final int ZEROS = 0;
  private static final int BORDER = 1;
  private static final int REFLECTION = 2;

  private SampleKernels() {}

  static List<KernelCase> cases() {
    List<KernelCase> cases = new ArrayList<>();
    for (int mode : new int[] {BILINEAR, NEAREST}) {
      for (int padding : new int[] {ZEROS, BORDER, REFLECTION}) {
        for (boolean align : new boolean[] {false, true}) {
          String name = "mode " + mode + ", padding " + padding + ", align " + align;
          cases.add(
              new KernelCase(
                  "grid_sampled",
                  name + ", 2x3x5x7 at 4x6",
                  trial -> sampled(trial, new int[] {5, 7}, mode, padding, align)));
          cases.add(
              new KernelCase(
                  "grid_sampled",
                  name + ", 2x3x1x1 at 4x6",
                  trial -> sampled(trial, new int[] {1, 1}, mode, padding, align)));
        }
      }
    }
    for (int mode : new int[] {BILINEAR, NEAREST}) {
      for (int padding : new int[] {ZEROS, BORDER}) {
        for (int[] size : new int[][] {{6, 9}, {1, 9}, {6, 1}, {1, 1}}) {
          cases.add(
              new KernelCase(
                  "flow_warped",
                  "mode " + mode + ", padding " + padding + ", " + size[0] + "x" + size[1],
                  trial -> warped(trial, size, mode, padding)));
        }
      }
    }
    cases.addAll(
        List.of(
            new KernelCase("grid_sampled", "half precision", SampleKernels::half),
            new KernelCase("flow_places", "across 2x2x3x5", trial -> places(trial, 0)),
            new KernelCase("flow_places", "down 2x2x3x5", trial -> places(trial, 1)),
            new KernelCase("with_second", "2x3x4x1", SampleKernels::second),
            new KernelCase("squared_length", "2x2x3x5", SampleKernels::lengths),
            new KernelCase("blended", "2x3x4x5, hard and soft", SampleKernels::blended),
            new KernelCase("feature_grid", "24x32 to 3x4", trial -> grid(trial, 24, 32, 3, 4)),
            new KernelCase("feature_grid", "10x7 to 5x3", trial -> grid(trial, 10, 7, 5, 3)),
            new KernelCase("feature_grid", "half precision", SampleKernels::halfGrid),
            new KernelCase("flow_of_cells", "side 8", trial -> flowCells(trial, 26, 17, 8)),
            new KernelCase("flow_of_cells", "side 3", trial -> flowCells(trial, 9, 7, 3))));
    return cases;
  }

  private static void sampled(KernelTrial trial, int[] size, int mode, int padding, boolean align) {
    NDArray x = trial.random("x", 2, 3, size[0], size[1]);
    float[] places = trial.random("grid", 2, 4, 6, 2).mul(1.3).toFloatArray();
    places[5] = Float.NaN;
    places[30] = Float.NaN;
    places[31] = Float.NaN;
    NDArray grid = trial.known(trial.scope().create(places, new Shape(2, 4, 6, 2)));
    Between pictures = new Between(x);
    float[] expected = new float[2 * 3 * 24];
    for (int i = 0; i < expected.length; i++) {
      int at = 2 * (i / 72 * 24 + i % 24);
      double u = Between.place(places[at], size[1], align);
      double v = Between.place(places[at + 1], size[0], align);
      if (padding == BORDER) {
        u = Between.clamped(u, size[1]);
        v = Between.clamped(v, size[0]);
      }
      if (padding == REFLECTION) {
        u = Between.clamped(Between.mirrored(u, size[1], align), size[1]);
        v = Between.clamped(Between.mirrored(v, size[0], align), size[0]);
      }
      expected[i] = (float) pictures.read(i / 24, u, v, mode == NEAREST);
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(2, 3, 4, 6)),
        trial.call(x, grid, mode, padding, align));
  }

  /** Read at the nearest pixel nothing is rounded, though the grid is in single precision. */
  private static void half(KernelTrial trial) {
    NDArray x = trial.known(trial.random("x", 1, 2, 3, 5).toType(DataType.FLOAT16, true));
    NDArray grid = trial.random("grid", 1, 4, 4, 2);
    NDArray wide = x.toType(DataType.FLOAT32, true);
    NDArray expected = Kernels.call(trial.scope(), "grid_sampled", wide, grid, 1, 2, false);
    trial.assertClose(expected, trial.call(x, grid, NEAREST, REFLECTION, false));
  }

  private static void warped(KernelTrial trial, int[] size, int mode, int padding) {
    int height = size[0];
    int width = size[1];
    NDArray x = trial.random("x", 2, 3, height, width);
    NDArray flow = trial.known(trial.random("flow", 2, 2, height, width).mul(2));
    Between pictures = new Between(x);
    Between vectors = new Between(flow);
    float[] expected = new float[2 * 3 * height * width];
    for (int i = 0; i < expected.length; i++) {
      int column = i % width;
      int row = i / width % height;
      int batch = i / width / height / 3;
      double u = column + vectors.at(2 * batch, column, row);
      double v = row + vectors.at(2 * batch + 1, column, row);
      if (padding == BORDER) {
        u = Between.clamped(u, width);
        v = Between.clamped(v, height);
      }
      expected[i] = (float) pictures.read(i / width / height, u, v, mode == NEAREST);
    }
    trial.assertClose(
        trial.scope().create(expected, x.getShape()), trial.call(x, flow, mode, padding));
  }

  private static void places(KernelTrial trial, int axis) {
    NDArray flow = trial.random("flow", 2, 2, 3, 5);
    Between vectors = new Between(flow);
    float[] expected = new float[30];
    for (int i = 0; i < expected.length; i++) {
      double place = axis == 0 ? i % 5 : i / 5 % 3;
      expected[i] = (float) (place + vectors.at(i / 15 * 2 + axis, i % 5, i / 5 % 3));
    }
    trial.assertClose(trial.scope().create(expected, new Shape(2, 3, 5)), trial.call(flow, axis));
  }

  private static void second(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 4, 1);
    trial.assertClose(x.concat(x.zerosLike(), 3), trial.call(x, 3, ZEROS));
    trial.assertClose(x.concat(x, 3), trial.call(x, 3, BORDER));
    trial.assertClose(x, trial.call(x, 2, ZEROS));
  }

  private static void lengths(KernelTrial trial) {
    NDArray flow = trial.random("flow", 2, 2, 3, 5);
    NDArray x = flow.get(":, 0:1");
    NDArray y = flow.get(":, 1:2");
    trial.assertClose(x.mul(x).add(y.mul(y)), trial.call(flow));
  }

  private static void blended(KernelTrial trial) {
    NDArray x = trial.random("x", 2, 3, 4, 5);
    NDArray y = trial.random("y", 2, 3, 4, 5);
    float[] weights = {0, 1, 0.25f, 0.5f, 1, 0, 1, 0.75f, 0, 0, 1, 1, 0, 0.125f, 1, 0, 1, 0, 1, 0};
    NDArray mask = trial.scope().create(weights, new Shape(1, 1, 4, 5));
    NDArray wide = mask.broadcast(new Shape(2, 3, 4, 5));
    trial.assertClose(x.mul(wide).add(y.mul(wide.mul(-1).add(1))), trial.call(x, y, mask));
    float[] broken = x.toFloatArray();
    broken[0] = Float.NaN; // the mask is 0 there
    NDArray other = trial.scope().create(broken, x.getShape());
    trial.assertClose(x.mul(wide).add(y.mul(wide.mul(-1).add(1))), trial.call(other, y, mask));
  }

  /** Bilinear between pixel centres, beyond the border's centres the border. */
  private static void grid(KernelTrial trial, int height, int width, int rows, int columns) {
    NDArray flow = trial.random("flow", 2, 2, height, width);
    Between vectors = new Between(flow);
    float[] places = new float[2 * 2 * height * width];
    for (int i = 0; i < places.length; i++) {
      int column = i % width;
      int row = i / width % height;
      boolean across = i / width / height % 2 == 0;
      double place = (across ? column : row) + vectors.at(i / width / height, column, row);
      places[i] = (float) (place / (across ? width : height) * 2 - 1);
    }
    Between shares = new Between(trial.scope().create(places, flow.getShape()));
    float[] expected = new float[2 * rows * columns * 2];
    for (int i = 0; i < expected.length; i++) {
      double u = (i / 2 % columns + 0.5) * width / columns - 0.5;
      double v = (i / 2 / columns % rows + 0.5) * height / rows - 0.5;
      int plane = i / 2 / columns / rows * 2 + i % 2;
      expected[i] =
          (float) shares.read(plane, Between.clamped(u, width), Between.clamped(v, height), false);
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(2, rows, columns, 2)),
        trial.call(flow, rows, columns, 6));
  }

  /** In half precision, from 256 on a place is a multiple of a quarter. */
  private static void halfGrid(KernelTrial trial) {
    float[] values = new float[2 * 2 * 512];
    Arrays.fill(values, 0, 1024, 0.3f);
    NDArray flow = trial.known(trial.scope().create(values, new Shape(1, 2, 2, 512)));
    NDArray found = trial.call(flow, 2, 512, 5).toType(DataType.FLOAT32, true);
    float[] expected = new float[2 * 2 * 512];
    for (int i = 0; i < expected.length; i++) {
      int column = i / 2 % 512;
      double place = i % 2 == 0 ? rounded(column + rounded(0.3)) : Math.floorDiv(i, 1024);
      double share = rounded(place / (i % 2 == 0 ? 512 : 2));
      expected[i] = (float) rounded(share * 2 - 1);
    }
    trial.assertClose(trial.scope().create(expected, new Shape(1, 2, 512, 2)), found);
  }

  /** To eleven binary places, halves to the even one; exact for what is no smaller than 2⁻¹⁴. */
  private static double rounded(double value) {
    if (value == 0) {
      return 0;
    }
    double unit = Math.scalb(1.0, Math.max(-24, Math.getExponent(value) - 10));
    return Math.rint(value / unit) * unit;
  }

  /** The mean of the two or four pixels around a cell's centre, or its middle pixel. */
  private static void flowCells(KernelTrial trial, int height, int width, int side) {
    NDArray flow = trial.random("flow", 2, 2, height, width);
    Between vectors = new Between(flow);
    int rows = height / side;
    int columns = width / side;
    float[] expected = new float[4 * rows * columns];
    for (int i = 0; i < expected.length; i++) {
      double u = (i % columns + 0.5) * side - 0.5;
      double v = (i / columns % rows + 0.5) * side - 0.5;
      expected[i] = (float) (vectors.read(i / columns / rows, u, v, false) / side);
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(2, 2, rows, columns)), trial.call(flow, side));
  }
}
