package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of the masks in {@code kernels/sample.torchscript}. */
final class MaskKernels {

  private MaskKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("occluded", "lengths, 2x12x9", trial -> occluded(trial, 12, 9, false)),
        new KernelCase("occluded", "squares, 2x12x9", trial -> occluded(trial, 12, 9, true)),
        new KernelCase("occluded", "lengths, one pixel", trial -> occluded(trial, 1, 1, false)),
        new KernelCase("residual", "2x3x6x7", MaskKernels::residual),
        new KernelCase("warpable", "2x1x6x7", MaskKernels::warpable),
        new KernelCase("dilated", "1x1x12x15, radius 4", trial -> dilated(trial, 12, 15, 4)),
        new KernelCase("dilated", "1x1x3x2, radius 4", trial -> dilated(trial, 3, 2, 4)),
        new KernelCase("dilated", "1x1x6x7, radius 0", trial -> dilated(trial, 6, 7, 0)),
        new KernelCase("mirrored", "2x1x6x7, radius 4", trial -> mirrored(trial, 6, 7, 4)),
        new KernelCase("mirrored", "2x1x1x2, radius 4", trial -> mirrored(trial, 1, 2, 4)),
        new KernelCase("blurred", "1x1x12x15", trial -> blurred(trial, 12, 15)),
        new KernelCase("blurred", "1x1x3x1", trial -> blurred(trial, 3, 1)),
        new KernelCase("softened", "1x1x20x24", MaskKernels::softened),
        new KernelCase("mask_of_cells", "2x1x26x17, side 8", MaskKernels::cells),
        new KernelCase("mask_resized", "2x1x12x8 to 3x4", MaskKernels::resized));
  }

  private static void occluded(KernelTrial trial, int height, int width, boolean squares) {
    NDArray own = trial.known(trial.random("own", 2, 2, height, width).mul(0.8));
    NDArray other = trial.known(trial.random("other", 2, 2, height, width).mul(0.8));
    Between mine = new Between(own);
    Between theirs = new Between(other);
    float[] expected = new float[2 * height * width];
    for (int i = 0; i < expected.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int plane = i / width / height * 2;
      double dx = mine.at(plane, x, y);
      double dy = mine.at(plane + 1, x, y);
      double error =
          Math.hypot(
              dx + theirs.read(plane, x + dx, y + dy, false),
              dy + theirs.read(plane + 1, x + dx, y + dy, false));
      double length = Math.hypot(dx, dy);
      double otherLength = Math.hypot(theirs.at(plane, x, y), theirs.at(plane + 1, x, y));
      boolean hidden =
          squares
              ? error * error > 0.01 * (length * length + otherLength * otherLength) + 0.5
              : error > 0.01 * (length + otherLength) + 0.5;
      expected[i] = hidden ? 1 : 0;
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(2, 1, height, width)),
        trial.call(own, other, squares));
  }

  private static void residual(KernelTrial trial) {
    NDArray before = trial.random("before", 2, 3, 6, 7);
    NDArray now = trial.random("now", 2, 3, 6, 7);
    NDArray flow = trial.random("flow", 2, 2, 6, 7);
    Between read = new Between(before);
    Between here = new Between(now);
    Between vectors = new Between(flow);
    float[] expected = new float[2 * 42];
    for (int i = 0; i < expected.length; i++) {
      int x = i % 7;
      int y = i / 7 % 6;
      int row = i / 42;
      double u = x + vectors.at(2 * row, x, y);
      double v = y + vectors.at(2 * row + 1, x, y);
      double sum = 0;
      for (int plane = 3 * row; plane < 3 * row + 3; plane++) {
        sum += Math.abs(read.read(plane, u, v, false) - here.at(plane, x, y));
      }
      expected[i] = (float) (sum / 3);
    }
    trial.assertClose(
        trial.scope().create(expected, new Shape(2, 1, 6, 7)), trial.call(before, now, flow));
  }

  private static void warpable(KernelTrial trial) {
    NDArray occluded =
        trial.known(Plain.map(trial.random("occluded", 2, 1, 6, 7), it -> it > 1 ? 1 : 0));
    NDArray residual =
        trial.known(Plain.map(trial.random("residual", 2, 1, 6, 7), it -> 0.08 + 0.05 * it));
    float[] hidden = occluded.toFloatArray();
    float[] rest = residual.toFloatArray();
    float[] expected = new float[hidden.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = hidden[i] == 0 && rest[i] < 0.08 ? 1 : 0;
    }
    trial.assertClose(
        trial.scope().create(expected, residual.getShape()), trial.call(occluded, residual));
  }

  private static void dilated(KernelTrial trial, int height, int width, int radius) {
    NDArray mask = trial.random("mask", 1, 1, height, width);
    trial.assertClose(largest(mask, radius), trial.call(mask, radius));
  }

  private static NDArray largest(NDArray mask, int radius) {
    int height = (int) mask.getShape().get(2);
    int width = (int) mask.getShape().get(3);
    float[] values = mask.toFloatArray();
    float[] largest = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      largest[i] = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < values.length; j++) {
        boolean near =
            Math.abs(i % width - j % width) <= radius && Math.abs(i / width - j / width) <= radius;
        largest[i] = near ? Math.max(largest[i], values[j]) : largest[i];
      }
    }
    return mask.getManager().create(largest, new Shape(1, 1, height, width));
  }

  private static void mirrored(KernelTrial trial, int height, int width, int radius) {
    NDArray x = trial.random("x", 2, 1, height, width);
    Between pixels = new Between(x);
    float[] tall = new float[2 * (height + 2 * radius) * width];
    for (int i = 0; i < tall.length; i++) {
      int y = i / width % (height + 2 * radius) - radius;
      int plane = i / width / (height + 2 * radius);
      tall[i] = (float) pixels.at(plane, i % width, (int) Between.mirrored(y, height, true));
    }
    trial.assertClose(
        trial.scope().create(tall, new Shape(2, 1, height + 2 * radius, width)),
        trial.call(x, 2, radius));
    float[] wide = new float[2 * height * (width + 2 * radius)];
    for (int i = 0; i < wide.length; i++) {
      int column = i % (width + 2 * radius) - radius;
      int line = i / (width + 2 * radius);
      int from = (int) Between.mirrored(column, width, true);
      wide[i] = (float) pixels.at(line / height, from, line % height);
    }
    trial.assertClose(
        trial.scope().create(wide, new Shape(2, 1, height, width + 2 * radius)),
        trial.call(x, 3, radius));
  }

  private static void blurred(KernelTrial trial, int height, int width) {
    NDArray mask = trial.random("mask", 1, 1, height, width);
    trial.assertClose(gaussian(mask), trial.call(mask, 4, 18.0));
  }

  /** 9 × 9 pixels, weighted by exp(−d² / (2 · 18²)), mirrored beyond the border. */
  private static NDArray gaussian(NDArray mask) {
    int height = (int) mask.getShape().get(2);
    int width = (int) mask.getShape().get(3);
    Between pixels = new Between(mask);
    float[] blurred = new float[height * width];
    for (int i = 0; i < blurred.length; i++) {
      double sum = 0;
      double weights = 0;
      for (int dy = -4; dy <= 4; dy++) {
        for (int dx = -4; dx <= 4; dx++) {
          double weight = Math.exp(-(dx * dx + dy * dy) / (2.0 * 18 * 18));
          int x = (int) Between.mirrored(i % width + dx, width, true);
          int y = (int) Between.mirrored(i / width + dy, height, true);
          sum += weight * pixels.at(0, x, y);
          weights += weight;
        }
      }
      blurred[i] = (float) (sum / weights);
    }
    return mask.getManager().create(blurred, mask.getShape());
  }

  private static void softened(KernelTrial trial) {
    NDArray mask =
        trial.known(Plain.map(trial.random("mask", 1, 1, 20, 24), value -> value > 2.2 ? 1 : 0));
    NDArray around = gaussian(largest(mask, 4)).add(mask);
    NDArray expected = Plain.map(around, value -> Math.max(0, Math.min(1, value)));
    trial.assertClose(expected, trial.call(mask, 4, 18.0));
  }

  private static void cells(KernelTrial trial) {
    NDArray mask = trial.random("mask", 2, 1, 26, 17);
    Between pixels = new Between(mask);
    float[] expected = new float[2 * 3 * 2];
    for (int i = 0; i < expected.length; i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int pixel = 0; pixel < 64; pixel++) {
        int x = i % 2 * 8 + pixel % 8;
        int y = i / 2 % 3 * 8 + pixel / 8;
        most = Math.max(most, pixels.at(i / 6, x, y));
      }
      expected[i] = (float) most;
    }
    trial.assertClose(trial.scope().create(expected, new Shape(2, 1, 3, 2)), trial.call(mask, 8));
  }

  private static void resized(KernelTrial trial) {
    NDArray mask = trial.random("mask", 2, 1, 12, 8);
    trial.assertClose(Plain.nearest(mask, 3, 4), trial.call(mask, 3, 4));
  }
}
