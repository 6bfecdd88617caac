package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

  @Test
  void choices_depend_on_every_argument_and_on_nothing_else() {
    int[] drawn = draw(7, "a", 3);

    assertThat(draw(7, "a", 3)).isEqualTo(drawn);
    assertThat(draw(8, "a", 3)).isNotEqualTo(drawn);
    assertThat(draw(7, "b", 3)).isNotEqualTo(drawn);
    assertThat(draw(7, "a", 4)).isNotEqualTo(drawn);
    assertThat(draw(7, "a", 3L << 32)).isNotEqualTo(drawn);
  }

  @Test
  void each_choice_is_equally_likely() {
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[Draws.below(7, 1, "x", 5, i)]++;
    }
    // 10,000 each, with a standard deviation of 93
    assertThat(IntStream.of(counts).boxed()).allMatch(count -> Math.abs(count - 10_000) < 500);
  }

  @Test
  void of_one_there_is_no_choice_and_of_none_no_draw() {
    assertThat(Draws.below(1, 1, "x", 0, 0)).isZero();
    assertThatThrownBy(() -> Draws.below(0, 1, "x", 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int[] draw(long seed, String purpose, long sequence) {
    return IntStream.range(0, 50).map(i -> Draws.below(1000, seed, purpose, sequence, i)).toArray();
  }
}
