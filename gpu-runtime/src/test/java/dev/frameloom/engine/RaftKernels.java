package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Oracles of {@code kernels/raft.torchscript}. */
final class RaftKernels {

  private static final int HEIGHT = 9;
  private static final int WIDTH = 11;
  private static final int CHANNELS = 5;

  private RaftKernels() {}

  static List<KernelCase> cases() {
    return List.of(
        new KernelCase("correlation_pyramid", "2x5x9x11", RaftKernels::pyramid),
        new KernelCase("correlation_around", "2x5x9x11, radius 1", trial -> around(trial, 1)),
        new KernelCase("correlation_around", "2x5x9x11, radius 3", trial -> around(trial, 3)),
        new KernelCase("bordered_levels", "1x5x9x11", RaftKernels::levels),
        new KernelCase("bordered_pixels", "1x5x9x11", RaftKernels::bordered),
        new KernelCase("pixel_rows", "1x5x9x11", RaftKernels::pixelRows),
        new KernelCase("rows_pixels", "99x5", RaftKernels::rowsPixels),
        new KernelCase("correlation_here", "radius 1", trial -> here(trial, 1)),
        new KernelCase("correlation_here", "radius 4", trial -> here(trial, 4)),
        new KernelCase("correlation_here", "places that are none", RaftKernels::nowhere),
        new KernelCase("first_state", "2x5x9x11", RaftKernels::state),
        new KernelCase("motion_features", "large", trial -> motion(trial, true)),
        new KernelCase("motion_features", "small", trial -> motion(trial, false)),
        new KernelCase("recurrent_step", "3x3", trial -> recurrent(trial, 3, 3)),
        new KernelCase("recurrent_step", "1x5", trial -> recurrent(trial, 1, 5)),
        new KernelCase("recurrent_step", "5x1", trial -> recurrent(trial, 5, 1)));
  }

  /** Means of two by two pixels. */
  private static NDArray halved(NDArray x) {
    int rows = (int) x.getShape().get(2) / 2;
    int columns = (int) x.getShape().get(3) / 2;
    int width = (int) x.getShape().get(3);
    int height = (int) x.getShape().get(2);
    float[] values = x.toFloatArray();
    float[] half = new float[(int) (x.getShape().get(0) * x.getShape().get(1)) * rows * columns];
    for (int i = 0; i < half.length; i++) {
      int at = (i / columns / rows * height + i / columns % rows * 2) * width + i % columns * 2;
      double sum = (double) values[at] + values[at + 1] + values[at + width];
      half[i] = (float) ((sum + values[at + width + 1]) / 4);
    }
    Shape shape = new Shape(x.getShape().get(0), x.getShape().get(1), rows, columns);
    return x.getManager().create(half, shape);
  }

  /** Product of two pixels' features over √C. */
  private static float product(NDArray first, NDArray second, int row, int a, int b) {
    int width = (int) first.getShape().get(3);
    int other = (int) second.getShape().get(3);
    double sum = 0;
    for (int c = 0; c < CHANNELS; c++) {
      sum +=
          (double) first.getFloat(row, c, a / width, a % width)
              * second.getFloat(row, c, b / other, b % other);
    }
    return (float) (sum / Math.sqrt(CHANNELS));
  }

  private static void pyramid(KernelTrial trial) {
    NDArray first = trial.random("first", 2, CHANNELS, HEIGHT, WIDTH);
    NDArray second = trial.channelsLast("second", 2, CHANNELS, HEIGHT, WIDTH);
    List<NDArray> found = trial.callTuple(first, second);
    int pixels = HEIGHT * WIDTH;
    float[] products = new float[2 * pixels * pixels];
    for (int i = 0; i < products.length; i++) {
      products[i] = product(first, second, i / pixels / pixels, i / pixels % pixels, i % pixels);
    }
    NDArray level = trial.scope().create(products, new Shape(2L * pixels, 1, HEIGHT, WIDTH));
    for (NDArray it : found) {
      trial.assertClose(level, it);
      level = it.getShape().get(2) > 1 ? halved(level) : level;
    }
  }

  /** Places all over the picture, some beyond it. */
  private static NDArray places(KernelTrial trial, int rows) {
    NDArray places = trial.random("places", rows, 2, HEIGHT, WIDTH);
    return trial.known(places.mul(4).add(5));
  }

  /** A plane at a place, between its four pixels; zero beyond the border. */
  private static double sampled(NDArray level, int plane, double x, double y) {
    double value = 0;
    for (int corner = 0; corner < 4; corner++) {
      int column = (int) Math.floor(x) + corner % 2;
      int row = (int) Math.floor(y) + corner / 2;
      double across = corner % 2 == 0 ? 1 - (x - Math.floor(x)) : x - Math.floor(x);
      double down = corner / 2 == 0 ? 1 - (y - Math.floor(y)) : y - Math.floor(y);
      boolean inside =
          row >= 0
              && column >= 0
              && row < level.getShape().get(2)
              && column < level.getShape().get(3);
      value += inside ? across * down * level.getFloat(plane, 0, row, column) : 0;
    }
    return value;
  }

  private static void around(KernelTrial trial, int radius) {
    int side = 2 * radius + 1;
    NDArray whole = trial.random("whole", 2L * HEIGHT * WIDTH, 1, HEIGHT, WIDTH);
    NDArray half = trial.known(halved(whole));
    NDArray places = places(trial, 2);
    float[] expected = new float[2 * 2 * side * side * HEIGHT * WIDTH];
    for (int i = 0; i < expected.length; i++) {
      int pixel = i % (HEIGHT * WIDTH);
      int channel = i / (HEIGHT * WIDTH) % (2 * side * side);
      int row = i / (HEIGHT * WIDTH) / (2 * side * side);
      int step = channel % (side * side);
      int shrunk = channel < side * side ? 1 : 2;
      double x = places.getFloat(row, 0, pixel / WIDTH, pixel % WIDTH) / shrunk;
      double y = places.getFloat(row, 1, pixel / WIDTH, pixel % WIDTH) / shrunk;
      NDArray level = shrunk == 1 ? whole : half;
      int plane = row * HEIGHT * WIDTH + pixel;
      int right = step / side - radius;
      int down = step % side - radius;
      expected[i] = (float) sampled(level, plane, x + right, y + down);
    }
    Shape shape = new Shape(2, 2L * side * side, HEIGHT, WIDTH);
    NDArray plain = trial.scope().create(expected, shape);
    trial.assertClose(plain, trial.call(trial.list(whole, half), places, radius));
  }

  /** ((h + 2)·(w + 2), C), with zeros around. */
  private static NDArray withBorder(NDArray x) {
    int rows = (int) x.getShape().get(2);
    int columns = (int) x.getShape().get(3);
    NDArray wide = x.getManager().zeros(new Shape(1, CHANNELS, rows + 2, columns + 2));
    wide.set(new NDIndex(":, :, 1:{}, 1:{}", rows + 1, columns + 1), x.duplicate());
    return Plain.tokens(wide).get(0);
  }

  private static void levels(KernelTrial trial) {
    NDArray x = trial.random("x", 1, CHANNELS, HEIGHT, WIDTH);
    NDArray level = x;
    for (NDArray found : trial.callTuple(x)) {
      trial.assertClose(withBorder(level), found);
      level = level.getShape().get(2) > 1 ? halved(level) : level;
    }
  }

  private static void bordered(KernelTrial trial) {
    NDArray x = trial.channelsLast("x", 1, CHANNELS, HEIGHT, WIDTH);
    trial.assertClose(withBorder(x), trial.call(x));
  }

  private static void pixelRows(KernelTrial trial) {
    NDArray x = trial.channelsLast("x", 1, CHANNELS, HEIGHT, WIDTH);
    trial.assertClose(Plain.tokens(x).get(0), trial.call(x));
  }

  private static void rowsPixels(KernelTrial trial) {
    NDArray x = trial.random("x", HEIGHT * WIDTH, CHANNELS);
    NDArray like = trial.scope().zeros(new Shape(1, CHANNELS, HEIGHT, WIDTH));
    NDArray expected = Plain.picture(x.expandDims(0), like);
    trial.assertClose(expected, trial.call(x, HEIGHT, WIDTH));
  }

  private static void here(KernelTrial trial, int radius) {
    int side = 2 * radius + 1;
    NDArray first = trial.random("first", 1, CHANNELS, HEIGHT, WIDTH);
    NDArray second = trial.random("second", 1, CHANNELS, HEIGHT, WIDTH);
    int pixels = HEIGHT * WIDTH;
    float[] products = new float[pixels * pixels];
    for (int i = 0; i < products.length; i++) {
      products[i] = product(first, second, 0, i / pixels, i % pixels);
    }
    NDArray all = trial.scope().create(products, new Shape(pixels, 1, HEIGHT, WIDTH));
    NDArray places = trial.known(Plain.tokens(places(trial, 1)).get(0).duplicate());
    float[] expected = new float[pixels * side * side];
    for (int i = 0; i < expected.length; i++) {
      int pixel = i / side / side;
      int right = i / side % side - radius;
      int down = i % side - radius;
      float x = places.getFloat(pixel, 0) + right;
      float y = places.getFloat(pixel, 1) + down;
      expected[i] = (float) sampled(all, pixel, x, y);
    }
    NDArray plain = trial.scope().create(expected, new Shape(pixels, (long) side * side));
    NDArray rows = Plain.tokens(first).get(0);
    NDArray found = trial.call(rows, withBorder(second), HEIGHT, WIDTH, places, radius);
    trial.assertClose(plain, found);
  }

  /** Far away, infinitely far, or not a number: nothing is there, and no memory is read. */
  private static void nowhere(KernelTrial trial) {
    NDArray second = trial.random("second", 1, CHANNELS, HEIGHT, WIDTH);
    NDArray pixels = trial.random("pixels", 4, CHANNELS);
    float[] far = {1e9f, 2, -1e30f, 3, Float.POSITIVE_INFINITY, 1, 2, Float.NEGATIVE_INFINITY};
    NDArray places = trial.known(trial.scope().create(far, new Shape(4, 2)));
    NDArray found = trial.call(pixels, withBorder(second), HEIGHT, WIDTH, places, 1);
    trial.assertClose(trial.scope().zeros(new Shape(4, 9)), found);
    NDArray none = trial.scope().create(new float[] {Float.NaN, Float.NaN}, new Shape(1, 2));
    NDArray corner = trial.scope().zeros(new Shape(1, 2));
    NDArray one = pixels.get("0:1");
    NDArray border = withBorder(second);
    trial.assertClose(
        trial.call(one, border, HEIGHT, WIDTH, corner, 1),
        trial.call(one, border, HEIGHT, WIDTH, none, 1));
  }

  private static void state(KernelTrial trial) {
    NDArray x = trial.channelsLast("x", 2, CHANNELS, HEIGHT, WIDTH);
    List<NDArray> found = trial.callTuple(x, 2);
    trial.assertClose(Plain.map(x.get(":, :2"), Math::tanh), found.get(0));
    trial.assertClose(relu(x.get(":, 2:")), found.get(1));
  }

  private static NDArray relu(NDArray x) {
    return Plain.map(x, value -> Math.max(0, value));
  }

  private static void motion(KernelTrial trial, boolean large) {
    NDArray flow = trial.random("flow", 2, 2, 5, 4);
    NDArray correlation = trial.channelsLast("correlation", 2, 9, 5, 4);
    NDArray c = trial.weight("c", 4, 9, 1, 1);
    NDArray c2 = trial.weight("c2", 4, 4, 3, 3);
    NDArray f = trial.weight("f", 3, 2, 7, 7);
    NDArray f2 = trial.weight("f2", 2, 3, 3, 3);
    NDArray both = trial.weight("both", 5, 6, 3, 3);
    NDArray[] b = new NDArray[5];
    for (int i = 0; i < b.length; i++) {
      b[i] = trial.random("b" + i, List.of(4, 4, 3, 2, 5).get(i));
    }
    NDArray seen = relu(Plain.convolution(correlation, c, b[0], 1, 0));
    seen = large ? relu(Plain.convolution(seen, c2, b[1], 1, 1)) : seen;
    NDArray moved = relu(Plain.convolution(flow, f, b[2], 1, 3));
    moved = relu(Plain.convolution(moved, f2, b[3], 1, 1));
    NDArray joined = relu(Plain.convolution(seen.concat(moved, 1), both, b[4], 1, 1));
    TensorList list =
        large
            ? trial.list(c, b[0], c2, b[1], f, b[2], f2, b[3], both, b[4])
            : trial.list(c, b[0], f, b[2], f2, b[3], both, b[4]);
    trial.assertClose(joined.concat(flow, 1), trial.call(flow, correlation, list));
  }

  private static NDArray sigmoid(NDArray x) {
    return Plain.map(x, value -> 1 / (1 + Math.exp(-value)));
  }

  /** A kernel within one of 5 × 5. */
  private static NDArray widened(NDArray w) {
    long rows = w.getShape().get(2);
    long columns = w.getShape().get(3);
    NDArray wide = w.getManager().zeros(new Shape(w.getShape().get(0), w.getShape().get(1), 5, 5));
    long top = (5 - rows) / 2;
    long left = (5 - columns) / 2;
    wide.set(
        new NDIndex(":, :, {}:{}, {}:{}", top, top + rows, left, left + columns), w.duplicate());
    return wide;
  }

  private static void recurrent(KernelTrial trial, int tall, int wide) {
    NDArray state = trial.channelsLast("state", 2, 3, 5, 4);
    NDArray motion = trial.random("motion", 2, 2, 5, 4);
    NDArray context = trial.random("context", 2, 9, 5, 4);
    NDArray gates = trial.weight("gates", 6, 5, tall, wide);
    NDArray candidate = trial.weight("candidate", 3, 5, tall, wide);
    NDArray none = trial.scope().zeros(new Shape(6));
    NDArray sums = Plain.convolution(state.concat(motion, 1), widened(gates), none, 1, 2);
    NDArray open = sigmoid(sums.add(context.get(":, :6")));
    NDArray update = open.get(":, :3");
    NDArray kept = open.get(":, 3:").mul(state).concat(motion, 1);
    NDArray proposed =
        Plain.convolution(kept, widened(candidate), none, 1, 2).add(context.get(":, 6:"));
    NDArray expected =
        state.mul(update.neg().add(1)).add(update.mul(Plain.map(proposed, Math::tanh)));
    TensorList list = trial.list(gates, candidate);
    trial.assertClose(expected, trial.call(state, motion, context, list));
  }
}
