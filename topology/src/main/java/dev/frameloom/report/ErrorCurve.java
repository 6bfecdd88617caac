package dev.frameloom.report;

import dev.frameloom.metric.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Warp errors, and what there is to see, over time in bounded memory: one point for each pair of
 * neighbouring frames at first; whenever there are too many points, each takes its neighbour in.
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

  /**
   * The next pair's errors, each empty where it could not be compared.
   *
   * @param shown of the later frame of the two
   */
  void add(OptionalDouble edited, OptionalDouble source, Detail shown) {
    if (pairs % stride == 0) {
      if (buckets.size() == 2 * most) {
        halve();
      }
      buckets.add(new Bucket());
    }
    buckets.get(buckets.size() - 1).add(edited, source, shown);
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

  private record Bucket(Sum edited, Sum source, Sum edges, Sum sobel, Sum high) {

    Bucket() {
      this(new Sum(), new Sum(), new Sum(), new Sum(), new Sum());
    }

    void add(OptionalDouble editedError, OptionalDouble sourceError, Detail shown) {
      editedError.ifPresent(edited::add);
      sourceError.ifPresent(source::add);
      shown.edgeCorrelation().ifPresent(edges::add);
      sobel.add(shown.sobelRatio());
      high.add(shown.highFrequencyRatio());
    }

    Bucket join(Bucket next) {
      return new Bucket(
          edited.join(next.edited),
          source.join(next.source),
          edges.join(next.edges),
          sobel.join(next.sobel),
          high.join(next.high));
    }

    CurvePoint point(long first, long last) {
      return new CurvePoint(
          first,
          last,
          edited.mean(),
          edited.largest(),
          source.mean(),
          edges.mean(),
          sobel.mean(),
          high.mean());
    }
  }

  /** Of numbers of which the largest counts, too, if it is above 0. */
  private static final class Sum {
    private double sum;
    private double largest;
    private long count;

    void add(double value) {
      sum += value;
      largest = Math.max(largest, value);
      count++;
    }

    Sum join(Sum next) {
      Sum both = new Sum();
      both.sum = sum + next.sum;
      both.largest = Math.max(largest, next.largest);
      both.count = count + next.count;
      return both;
    }

    OptionalDouble mean() {
      return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }

    OptionalDouble largest() {
      return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(largest);
    }
  }
}
