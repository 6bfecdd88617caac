package dev.frameloom.reassembly;

import dev.frameloom.windowing.Sequences;
import java.util.List;
import java.util.Optional;

/** Whether times can be added to each other. */
final class TimeCheck {

  private TimeCheck() {}

  /** What is wrong with capture times, for people; empty where nothing is. */
  static Optional<String> problem(List<Long> timesUs) {
    return timesUs.stream()
        .filter(time -> !Sequences.isLegalTime(time))
        .findFirst()
        .map(
            time ->
                "expected capture times within %d us of 0, found %d"
                    .formatted(Sequences.MAX_TIME_US, time));
  }
}
