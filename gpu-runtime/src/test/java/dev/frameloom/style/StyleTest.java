package dev.frameloom.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StyleTest {

  private static final Picture PHOTO = TestPictures.waves(70, 45, 0, 0);

  @Test
  void there_are_twelve_to_edit_to_and_the_photo() {
    assertThat(Style.edits()).hasSize(12).doesNotContain(Style.PHOTO);
    assertThat(Style.PHOTO.filter(PHOTO)).isEqualTo(PHOTO);
  }

  @ParameterizedTest
  @EnumSource
  void a_filter_gives_the_same_picture_every_time_and_none_that_is_another_styles(Style style) {
    Picture styled = style.filter(PHOTO);

    assertThat(style.filter(PHOTO)).isEqualTo(styled);
    for (Style other : Style.values()) {
      if (other != style) {
        assertThat(Psnr.between(styled, other.filter(PHOTO))).as(other.label()).isLessThan(25);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_smallest_and_the_plainest_pictures_can_be_styled(Style style) {
    for (int level : new int[] {0, 128, 255}) {
      assertThat(style.filter(TestPictures.plain(1, 1, level, level, level)).width()).isEqualTo(1);
      assertThat(style.filter(TestPictures.plain(9, 3, level, 0, level)).height()).isEqualTo(3);
    }
  }

  @Test
  void a_style_is_found_by_its_label() {
    assertThat(Style.of("pencil sketch")).isEqualTo(Style.PENCIL_SKETCH);
    assertThatThrownBy(() -> Style.of("cubism"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a style of photo, pencil sketch")
        .hasMessageContaining("found cubism");
  }
}
