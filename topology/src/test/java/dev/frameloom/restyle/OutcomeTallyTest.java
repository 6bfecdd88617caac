package dev.frameloom.restyle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.metric.Detail;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OutcomeTallyTest {

  private final OutcomeTally tally = new OutcomeTally(new StageClock());

  @Test
  void the_unsteadiest_window_is_that_of_the_largest_error_and_of_equal_ones_the_first() {
    assertThat(tally.unsteadiest()).isEmpty();
    add(3, 0.5);
    add(1, 0.5);
    add(0, 0.25);
    add(2, null);

    Detail detail = new Detail(OptionalDouble.empty(), 0.25, 0.125);
    assertThat(tally.unsteadiest())
        .contains(new UnsteadyWindow(1, 8, 15, 0.5, Optional.of(detail)));
    assertThat(tally.windows()).isEqualTo(4);
  }

  @Test
  void outcomes_of_editors_that_measure_nothing_have_no_unsteadiest_window() {
    add(0, null);

    assertThat(tally.unsteadiest()).isEmpty();
  }

  private void add(long window, Double warpError) {
    tally.add(
        WindowOutcome.newBuilder()
            .setEdit(
                EditSpec.newBuilder()
                    .setStreamId("s")
                    .setEditId("e")
                    .setRevision(1)
                    .setPrompt("p")
                    .build())
            .setWindowIndex(window)
            .setStatus(OutcomeStatus.EDITED)
            .setFirstSequence(8 * window)
            .setLastSequence(8 * window + 7)
            .setFramesPublished(8)
            .setKeyframes(2)
            .setWarpError(warpError)
            .setSobelRatio(0.25)
            .setHighFrequencyRatio(0.125)
            .build());
  }
}
