package dev.frameloom.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.metric.Detail;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WorstFramesTest {

  private static final ReportPicture NONE = new ReportPicture(1, 1, "data:,");

  private static final Detail SHOWN = new Detail(OptionalDouble.empty(), 1, 1);

  private int made;

  private List<Long> worst(int most, double... errors) {
    WorstFrames worst = new WorstFrames(most);
    made = 0;
    for (int i = 0; i < errors.length; i++) {
      int frame = i;
      double error = errors[i];
      worst.add(
          frame,
          error,
          () -> {
            made++;
            return new WorstFrame(frame, 0, error, SHOWN, 1, NONE, NONE, NONE);
          });
    }
    return worst.all().stream().map(WorstFrame::frame).toList();
  }

  @Test
  void the_largest_errors_come_first() {
    double[] errors = new double[31];
    errors[0] = 1;
    errors[10] = 5;
    errors[20] = 2;
    errors[30] = 3;
    assertThat(worst(3, errors)).containsExactly(10L, 30L, 20L);
    assertThat(worst(9, errors)).containsExactly(10L, 30L, 20L, 0L);
  }

  @Test
  void of_neighbours_the_worse_is_kept() {
    assertThat(worst(4, 1, 2, 3, 2.5, 1)).containsExactly(2L);
    assertThat(worst(4, 3, 1, 1, 1, 1, 1, 2)).containsExactly(0L, 6L);
  }

  @Test
  void frames_without_an_error_are_no_worst_frames() {
    assertThat(worst(4, 0, 0, 0)).isEmpty();
  }

  @Test
  void pictures_are_made_of_those_alone_that_are_kept() {
    worst(1, 9, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(made).isEqualTo(1);
  }
}
