package dev.frameloom.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThinnedTest {

  private static Thinned<Integer> of(int most, int count) {
    Thinned<Integer> thinned = new Thinned<>(most);
    for (int i = 0; i < count; i++) {
      int number = i;
      thinned.add(() -> number);
    }
    return thinned;
  }

  @Test
  void a_short_stream_is_kept_whole() {
    assertThat(of(4, 7).all()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(of(4, 7).stride()).isEqualTo(1);
  }

  @Test
  void of_a_long_one_every_nth_is_kept_and_never_twice_as_many_as_wanted() {
    for (int count = 8; count < 300; count++) {
      Thinned<Integer> thinned = of(4, count);
      List<Integer> kept = thinned.all();
      assertThat(kept).hasSizeBetween(4, 7);
      for (int i = 0; i < kept.size(); i++) {
        assertThat(kept.get(i)).isEqualTo(i * (int) thinned.stride());
      }
      assertThat(kept.get(kept.size() - 1) + (int) thinned.stride()).isGreaterThanOrEqualTo(count);
    }
  }

  @Test
  void those_that_are_shown_are_evenly_spread_from_the_first_to_the_last() {
    assertThat(of(100, 15).spread(8)).containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
    assertThat(of(100, 3).spread(8)).containsExactly(0, 1, 2);
    assertThat(of(100, 3).spread(1)).containsExactly(0);
    assertThat(of(100, 0).spread(8)).isEmpty();
  }
}
