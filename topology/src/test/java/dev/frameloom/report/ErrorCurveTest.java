package dev.frameloom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.metric.Detail;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ErrorCurveTest {

  private static final OptionalDouble NOTHING = OptionalDouble.empty();

  @Test
  void a_short_video_has_a_point_for_each_pair_and_none_where_nothing_was_compared() {
    ErrorCurve curve = new ErrorCurve(4);
    curve.add(OptionalDouble.of(3), OptionalDouble.of(1), new Detail(NOTHING, 1, 0.5));
    curve.add(NOTHING, NOTHING, new Detail(OptionalDouble.of(0.75), 2, 0));
    assertThat(curve.points())
        .containsExactly(
            new CurvePoint(
                0,
                0,
                OptionalDouble.of(3),
                OptionalDouble.of(3),
                OptionalDouble.of(1),
                NOTHING,
                OptionalDouble.of(1),
                OptionalDouble.of(0.5)),
            new CurvePoint(
                1,
                1,
                NOTHING,
                NOTHING,
                NOTHING,
                OptionalDouble.of(0.75),
                OptionalDouble.of(2),
                OptionalDouble.of(0)));
  }

  @Test
  void points_of_a_long_one_cover_it_without_a_gap_and_keep_its_mean_and_its_peak() {
    ErrorCurve curve = new ErrorCurve(4);
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
      double error = i == 700 ? 50 : i % 7;
      sum += error;
      curve.add(
          OptionalDouble.of(error),
          OptionalDouble.of(0.5),
          new Detail(OptionalDouble.of(0.25), i % 2, 3));
    }
    List<CurvePoint> points = curve.points();
    assertThat(points).hasSizeBetween(4, 8);
    double found = 0;
    long next = 0;
    for (CurvePoint point : points) {
      assertThat(point.first()).isEqualTo(next);
      next = point.last() + 1;
      found += point.mean().orElseThrow() * (next - point.first());
      assertThat(point.source()).hasValue(0.5);
      assertThat(point.edges()).hasValue(0.25);
      assertThat(point.sobel()).hasValue(0.5);
      assertThat(point.high()).hasValue(3);
    }
    assertThat(next).isEqualTo(1000);
    assertThat(found).isCloseTo(sum, within(1e-9 * sum));
    assertThat(points.stream().mapToDouble(point -> point.largest().orElseThrow()).max())
        .hasValue(50);
  }
}
