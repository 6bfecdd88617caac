package dev.frameloom.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.00073, 0.1, 0.3, 1, 2.9999, 3, 4.918, 9.99, 10, 31, 1000, 123456})
  void the_largest_value_fits_and_the_axis_is_not_half_empty(double largest) {
    Axis axis = Axis.upTo(largest);
    assertThat(axis.end()).isGreaterThanOrEqualTo(largest).isLessThanOrEqualTo(2.5 * largest);
    assertThat(axis.ticks()).hasSizeBetween(3, 5);
  }

  @Test
  void ticks_are_round_numbers() {
    assertThat(Axis.upTo(4.918).ticks()).containsExactly("0", "2", "4", "6");
    assertThat(Axis.upTo(0.07).ticks()).containsExactly("0", "0.025", "0.05", "0.075");
    assertThat(Axis.upTo(290).ticks()).containsExactly("0", "100", "200", "300");
  }

  @Test
  void without_any_error_there_is_an_axis_still() {
    assertThat(Axis.upTo(0).ticks()).containsExactly("0", "1");
  }
}
