package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds tokens, and follows the reference where it chose between equals: where its next best cosine
 * is within 1e-4, single precision can't tell which is larger, and another choice leads elsewhere.
 * That it is such a choice is checked.
 */
final class GoldenTies implements NearestTokens {

  /** Cosines this far apart are as good as equal; the golden data has all that are. */
  private static final double TIE = 1e-4;

  private final Map<Choice, Integer> choices = new HashMap<>();
  private final List<String> sites = new ArrayList<>();
  private int followed;
  private boolean changed;

  private record Choice(int step, int flow, int site, boolean other, int row) {}

  /**
   * Of a golden tensor.
   *
   * @param rows (K, 6): step, flow, site, keyframe, token, and the token chosen
   */
  GoldenTies(float[] rows) {
    for (int i = 0; i < rows.length; i += 6) {
      choices.put(
          new Choice(
              (int) rows[i],
              (int) rows[i + 1],
              (int) rows[i + 2],
              rows[i + 3] == 1,
              (int) rows[i + 4]),
          (int) rows[i + 5]);
    }
  }

  /** Whether every choice of the reference came up. */
  boolean allFollowed() {
    return followed == choices.size();
  }

  /** Whether the reference chose otherwise anywhere. */
  boolean isChanged() {
    return changed;
  }

  @Override
  public NDArray find(NDManager scope, Place place, NDArray tokens, NDArray keyframe) {
    if (!sites.contains(place.path())) {
      sites.add(place.path()); // in the order of the UNet
    }
    int site = sites.indexOf(place.path());
    NDArray found = EXACT.find(scope, place, tokens, keyframe);
    long[] at = found.toLongArray();
    float[] query = tokens.toFloatArray();
    float[] keys = keyframe.toFloatArray();
    boolean moved = false;
    for (int row = 0; row < at.length; row++) {
      Integer chosen =
          choices.get(new Choice(place.step(), place.flow(), site, place.other(), row));
      if (chosen == null) {
        continue;
      }
      followed++;
      if (chosen != at[row]) {
        int size = (int) keyframe.getShape().get(1);
        double best = cosine(query, row, keys, (int) at[row], size);
        assertThat(best - cosine(query, row, keys, chosen, size))
            .as("%s, token %d: the reference chose %d, here %d", place, row, chosen, at[row])
            .isLessThan(TIE);
        at[row] = chosen;
        moved = true;
      }
    }
    changed |= moved;
    return moved ? scope.create(at, new Shape(at.length)).toType(DataType.INT64, false) : found;
  }

  private static double cosine(float[] a, int row, float[] b, int other, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += (double) a[row * size + i] * b[other * size + i];
    }
    return sum;
  }
}
