package dev.frameloom.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Warp errors over time in bounded memory: one point for each pair of neighbouring frames at first;
 * whenever there are too many points, each takes its neighbour in.
 */
final class ErrorCurve {

  private final int most;
  private final List<Bucket> buckets = new ArrayList<>();
  private long stride = 1;
  private long pairs;

  /** Keeps at least so many points of a long stream, and less than twice as many. */
  ErrorCurve(int most) {
    this.most = most;
  }

  /** The next pair's errors, each empty where it could not be compared. */
  void add(OptionalDouble edited, OptionalDouble source) {
    if (pairs % stride == 0) {
      if (buckets.size() == 2 * most) {
        halve();
      }
      buckets.add(new Bucket());
    }
    buckets.get(buckets.size() - 1).add(edited, source);
    pairs++;
  }

  private void halve() {
    List<Bucket> joined = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i += 2) {
      joined.add(buckets.get(i).join(buckets.get(i + 1)));
    }
    buckets.clear();
    buckets.addAll(joined);
    stride *= 2;
  }

  /** How many pairs a point stands for. */
  long stride() {
    return stride;
  }

  List<CurvePoint> points() {
    List<CurvePoint> points = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      long first = i * stride;
      long last = Math.min(pairs, first + stride) - 1;
      points.add(buckets.get(i).point(first, last));
    }
    return points;
  }

  private static final class Bucket {
    private double edited;
    private long editedCount;
    private double largest;
    private double source;
    private long sourceCount;

    void add(OptionalDouble editedError, OptionalDouble sourceError) {
      if (editedError.isPresent()) {
        edited += editedError.getAsDouble();
        editedCount++;
        largest = Math.max(largest, editedError.getAsDouble());
      }
      if (sourceError.isPresent()) {
        source += sourceError.getAsDouble();
        sourceCount++;
      }
    }

    Bucket join(Bucket next) {
      Bucket both = new Bucket();
      both.edited = edited + next.edited;
      both.editedCount = editedCount + next.editedCount;
      both.largest = Math.max(largest, next.largest);
      both.source = source + next.source;
      both.sourceCount = sourceCount + next.sourceCount;
      return both;
    }

    CurvePoint point(long first, long last) {
      return new CurvePoint(
          first,
          last,
          mean(edited, editedCount),
          editedCount == 0 ? OptionalDouble.empty() : OptionalDouble.of(largest),
          mean(source, sourceCount));
    }

    private static OptionalDouble mean(double sum, long count) {
      return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }
  }
}
