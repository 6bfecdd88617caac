package dev.frameloom.flow.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import java.util.ArrayList;
import java.util.List;

/**
 * Only the products that are looked up, made anew each time: memory that grows with the number of
 * pixels. Halving features is halving products, for both are sums.
 */
final class OnDemand implements Correlation {

  /** Bytes of features that are gathered at a time. */
  private static final long GATHERED = 128L << 20;

  private final NDArray first;
  private final List<NDArray> second;
  private final int height;
  private final int width;
  private final long gatheredBytes;

  /**
   * Prepares features of one pair.
   *
   * @param scope what they belong to
   * @param first features (1, C, h, w)
   * @param second the same
   */
  OnDemand(NDManager scope, NDArray first, NDArray second) {
    this(scope, first, second, GATHERED);
  }

  /** The same with at most so many bytes of gathered features, or those of one pixel. */
  OnDemand(NDManager scope, NDArray first, NDArray second, long gatheredBytes) {
    this.gatheredBytes = gatheredBytes;
    this.first = Kernels.call(scope, "pixel_rows", first);
    this.second = Kernels.callTuple(scope, "bordered_levels", second);
    height = (int) first.getShape().get(2);
    width = (int) first.getShape().get(3);
  }

  @Override
  public NDArray around(NDManager scope, NDArray places, int radius) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray at = Kernels.call(inner, "pixel_rows", places);
          List<NDArray> levels = new ArrayList<>();
          for (int level = 0; level < LEVELS; level++) {
            levels.add(level(inner, level, at, radius));
          }
          NDArray found = Kernels.call(inner, "concat", new TensorList(inner, levels), 1);
          return Kernels.call(inner, "rows_pixels", found, height, width);
        });
  }

  /** (h·w, (2·radius + 1)²) */
  private NDArray level(NDManager scope, int level, NDArray places, int radius) {
    int pixels = height * width;
    long perPixel = 4L * (2 * radius + 2) * (2 * radius + 2) * first.getShape().get(1);
    int rows = (int) Math.max(1, Math.min(pixels, gatheredBytes / perPixel));
    return Scopes.within(
        scope,
        inner -> {
          NDArray scaled = Kernels.call(inner, "scaled", places, 1.0 / (1 << level));
          List<NDArray> parts = new ArrayList<>();
          for (int start = 0; start < pixels; start += rows) {
            int end = Math.min(pixels, start + rows);
            NDArray some = Kernels.call(inner, "token_rows", first, start, end, 0);
            NDArray at = Kernels.call(inner, "token_rows", scaled, start, end, 0);
            parts.add(
                Kernels.call(
                    inner,
                    "correlation_here",
                    some,
                    second.get(level),
                    height >> level,
                    width >> level,
                    at,
                    radius));
          }
          return Kernels.call(inner, "concat", new TensorList(inner, parts), 0);
        });
  }
}
