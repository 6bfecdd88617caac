package dev.frameloom.patch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * One level of the pyramid on a device. Matches are (2, H, W) int64, x first; pictures and guides
 * (H, W, C) float levels; errors (H, W).
 */
final class TensorLevel {

  private static final int[] DISTANCES = {4, 2, 1};
  private static final int POSITIVE = 0x7fff_ffff;

  private final NDManager scope;
  private final SynthesisSettings settings;
  private final Levels style;
  private final int side;
  private final int width;
  private final int height;
  private final NDArray styleLevels;
  private final NDArray source;
  private final NDArray guide;
  private final NDArray weights;
  private final double price;

  /**
   * Uploads a level.
   *
   * @param scope what its tensors are attached to
   */
  TensorLevel(NDManager scope, SynthesisSettings settings, Levels style, List<Guide> guides) {
    this.scope = scope;
    this.settings = settings;
    this.style = style;
    side = settings.patch();
    width = guides.get(0).target().width();
    height = guides.get(0).target().height();
    styleLevels = uploaded(style);
    NDList sources = new NDList(styleLevels);
    NDList targets = new NDList();
    NDList shares = new NDList(share(3, settings.styleWeight()));
    for (Guide one : guides) {
      sources.add(uploaded(one.source()));
      targets.add(uploaded(one.target()));
      shares.add(share(one.source().channels(), one.weight()));
    }
    source = NDArrays.concat(sources, 2); // (H', W', style and guides)
    guide = NDArrays.concat(targets, 2); // (H, W, guides)
    weights = NDArrays.concat(shares, 0);
    double even = (double) width * height / ((double) style.width() * style.height()) * side * side;
    price = settings.uniformity() / (side * side * even); // of one more patch over one pixel
  }

  private NDArray uploaded(Levels levels) {
    float[] values = new float[levels.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = levels.values()[i] & 0xff;
    }
    return scope.create(values, new Shape(levels.height(), levels.width(), levels.channels()));
  }

  private NDArray share(int channels, double weight) {
    float[] shares = new float[channels];
    Arrays.fill(shares, (float) (weight / channels));
    return scope.create(shares);
  }

  /**
   * What a round begins with and leaves.
   *
   * @param active (H, W) which pixels are searched
   */
  private record State(NDArray matches, NDArray errors, NDArray picture, NDArray active) {

    State attached(NDManager to) {
      new NDList(matches, errors, picture, active).attach(to);
      return this;
    }

    void close() {
      new NDList(matches, errors, picture, active).close();
    }
  }

  /** The result: picture, errors before the last vote, matches. */
  Synthesis run(int[] first, long seed) {
    NDArray matches = uploaded(first);
    NDArray picture = Kernels.call(scope, "patch_votes", styleLevels, matches, side);
    Shape plane = new Shape(height, width);
    NDArray everywhere = scope.ones(plane).toType(DataType.BOOLEAN, false);
    State state = new State(matches, scope.zeros(plane), picture, everywhere);
    for (int round = 0; round < settings.votes(); round++) {
      State before = state;
      try (NDManager inner = scope.newSubManager()) {
        state = round(inner, before, Matches.mix(seed + round)).attached(scope);
      }
      before.close();
    }
    return new Synthesis(
        downloaded(state.picture()).picture(),
        state.errors().toFloatArray(),
        packed(state.matches().toLongArray()));
  }

  /** Search and vote. */
  private State round(NDManager inner, State before, long seed) {
    NDArray levels = NDArrays.concat(new NDList(before.picture(), guide), 2);
    levels.attach(inner);
    NDArray target = Kernels.call(inner, "patch_padded", levels, side / 2);
    NDArray errors =
        Kernels.call(inner, "patch_errors", target, source, weights, before.matches(), side);
    Search search = new Search(inner, target, before.active(), seed, before.matches(), errors);
    for (int pass = 0; pass < settings.searches(); pass++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted");
      }
      search.pass();
    }
    NDArray picture = Kernels.call(inner, "patch_votes", styleLevels, search.matches, side);
    NDArray active =
        settings.stopThreshold() > 0
            ? Kernels.call(
                inner,
                "patch_changed",
                before.picture(),
                picture,
                (double) settings.stopThreshold(),
                side)
            : before.active().duplicate();
    return new State(search.matches, search.errors, picture, active);
  }

  /** The passes of one round, each on what the one before it found. */
  private final class Search {

    private final NDManager round;
    private final NDArray target;
    private final NDArray active;
    private long salt;
    private NDArray matches;
    private NDArray errors;

    Search(
        NDManager round,
        NDArray target,
        NDArray active,
        long seed,
        NDArray matches,
        NDArray errors) {
      this.round = round;
      this.target = target;
      this.active = active;
      salt = seed;
      this.matches = matches.duplicate();
      this.matches.attach(round);
      this.errors = errors;
    }

    void pass() {
      for (int distance : DISTANCES) {
        tryBeside(-distance, 0);
        tryBeside(distance, 0);
        tryBeside(0, -distance);
        tryBeside(0, distance);
      }
      for (int reach = 1; reach < 2 * Math.max(style.width(), style.height()); reach *= 2) {
        salt = Matches.mix(salt);
        tryEach("patch_drawn", reach, (int) salt & POSITIVE);
      }
    }

    private void tryBeside(int across, int down) {
      tryEach("patch_beside", across, down);
    }

    /** One candidate for each pixel, by a kernel that makes them. */
    private void tryEach(String kernel, int first, int second) {
      try (NDManager step = round.newSubManager()) {
        NDArray others =
            Kernels.call(step, kernel, matches, first, second, side, style.width(), style.height());
        NDArray otherErrors =
            Kernels.call(step, "patch_errors", target, source, weights, others, side);
        NDArray uses =
            Kernels.call(step, "patch_uses", matches, side, style.width(), style.height());
        List<NDArray> taken =
            Kernels.callTuple(
                step, "patch_taken", matches, errors, others, otherErrors, uses, price, active);
        new NDList(taken).attach(round);
        matches.close();
        errors.close();
        matches = taken.get(0);
        errors = taken.get(1);
      }
    }
  }

  private NDArray uploaded(int[] matches) {
    long[] values = new long[2 * matches.length];
    for (int i = 0; i < matches.length; i++) {
      values[i] = Matches.x(matches[i]);
      values[matches.length + i] = Matches.y(matches[i]);
    }
    return scope.create(values, new Shape(2, height, width));
  }

  private static int[] packed(long[] values) {
    int[] matches = new int[values.length / 2];
    for (int i = 0; i < matches.length; i++) {
      matches[i] = Matches.at((int) values[i], (int) values[matches.length + i]);
    }
    return matches;
  }

  private Levels downloaded(NDArray picture) {
    float[] values = picture.toFloatArray();
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = (byte) (int) values[i];
    }
    return new Levels(width, height, 3, levels);
  }
}
