package dev.frameloom.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import org.junit.jupiter.api.Test;

class EdgeMapTest {

  private static final Picture GROUND = TestPictures.plain(48, 32, 40, 40, 40);
  private static final Picture SQUARE = TestPictures.withSquare(GROUND, 10, 8, 12, 200, 200, 200);

  @Test
  void a_picture_has_its_own_edges_and_those_of_its_negative_and_of_a_paler_one() {
    Picture negative = TestPictures.withSquare(ground(200), 10, 8, 12, 40, 40, 40);
    Picture paler = TestPictures.withSquare(ground(100), 10, 8, 12, 140, 140, 140);

    for (Picture same : new Picture[] {SQUARE, negative, paler}) {
      assertThat(correlation(SQUARE, same)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void edges_elsewhere_do_not_correlate() {
    Picture elsewhere = TestPictures.withSquare(GROUND, 31, 12, 12, 200, 200, 200);

    assertThat(correlation(SQUARE, elsewhere)).isBetween(-0.3, 0.0);
    assertThat(correlation(elsewhere, SQUARE)).isEqualTo(correlation(SQUARE, elsewhere));
  }

  @Test
  void a_picture_of_one_colour_has_no_edges_to_correlate_with() {
    assertThat(correlation(GROUND, SQUARE)).isZero();
    assertThat(correlation(GROUND, GROUND)).isZero();
  }

  @Test
  void grain_weighs_less_than_edges() {
    Picture waves = TestPictures.waves(96, 64, 0, 0);
    byte[] grainy = waves.rgb().clone();
    for (int i = 0; i < grainy.length; i++) {
      int level = (grainy[i] & 0xff) + (i / 3 % 2 == 0 ? 6 : -6);
      grainy[i] = (byte) Math.max(0, Math.min(255, level));
    }

    assertThat(correlation(waves, new Picture(96, 64, grainy))).isGreaterThan(0.95);
  }

  @Test
  void pictures_of_two_sizes_are_refused() {
    EdgeMap map = EdgeMap.of(SQUARE);

    assertThatThrownBy(() -> map.correlation(EdgeMap.of(TestPictures.plain(8, 9, 0, 0, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 48x32 and 8x9");
  }

  private static Picture ground(int level) {
    return TestPictures.plain(48, 32, level, level, level);
  }

  private static double correlation(Picture a, Picture b) {
    return EdgeMap.of(a).correlation(EdgeMap.of(b));
  }
}
