package dev.frameloom.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import org.junit.jupiter.api.Test;

class ColourCastTest {

  private static final Picture GREY = TestPictures.plain(8, 4, 100, 100, 100);

  @Test
  void it_is_the_shift_of_the_channel_that_shifts_most() {
    assertThat(ColourCast.between(GREY, GREY)).isZero();
    assertThat(ColourCast.between(GREY, TestPictures.plain(8, 4, 101, 93, 103))).isEqualTo(7);
    assertThat(ColourCast.between(TestPictures.plain(8, 4, 101, 93, 103), GREY)).isEqualTo(7);
  }

  @Test
  void what_is_lighter_here_and_darker_there_is_no_cast() {
    Picture squares = TestPictures.withSquare(GREY, 0, 0, 2, 120, 100, 100);
    Picture both = TestPictures.withSquare(squares, 4, 0, 2, 80, 100, 100);

    // 4 of 32 pixels by 20 levels
    assertThat(ColourCast.between(GREY, squares)).isEqualTo(2.5);
    assertThat(ColourCast.between(GREY, both)).isZero();
  }

  @Test
  void pictures_of_two_sizes_are_refused() {
    assertThatThrownBy(() -> ColourCast.between(GREY, TestPictures.plain(4, 8, 0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8x4")
        .hasMessageContaining("4x8");
  }
}
