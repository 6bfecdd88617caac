package dev.frameloom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RasterTest {

  @Test
  void a_picture_goes_there_and_back_unchanged() {
    Picture waves = TestPictures.waves(31, 17, 0, 0);

    assertThat(Raster.of(waves).picture()).isEqualTo(waves);
    assertThat(Raster.of(waves).values()[4]).isEqualTo((waves.rgb()[4] & 0xff) / 255f);
  }

  @Test
  void what_is_no_level_is_rounded_or_cut_off() {
    Raster raster = new Raster(2, 1, 3, new float[] {-1, 0.499f / 255, 0.501f / 255, 1, 7, 0.5f});

    assertThat(raster.picture().rgb()).containsExactly(0, 0, 1, 255, 255, 128);
  }

  @Test
  void luma_weighs_green_most() {
    Raster rgb = new Raster(3, 1, 3, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});

    assertThat(rgb.luma()).extracting(Raster::width, Raster::channels).containsExactly(3, 1);
    assertThat(rgb.luma().values()).containsExactly(0.299f, 0.587f, 0.114f);
  }

  @Test
  void the_gradient_of_a_step_is_its_height_by_the_blur_and_none_elsewhere() {
    float[] step = new float[16 * 9];
    for (int i = 0; i < step.length; i++) {
      step[i] = i % 16 < 8 ? 0.25f : 0.75f;
    }
    Raster sharp = RasterFilters.gradient(new Raster(16, 9, 1, step), 0.2);
    Raster blurred = RasterFilters.gradient(new Raster(16, 9, 1, step), 1);

    assertThat(sharp.values()[4 * 16 + 7]).isCloseTo(0.5f, within(1e-3f));
    assertThat(sharp.values()[4 * 16 + 3]).isZero();
    // of a Gaussian's two middle taps: 0.5 · 0.8
    assertThat(blurred.values()[4 * 16 + 7]).isBetween(0.3f, 0.45f);
  }

  @Test
  void filters_work_on_every_channel_by_itself() {
    float[] red = new float[3 * 25];
    red[3 * 12] = 1;

    float[] mean = RasterFilters.boxMean(new Raster(5, 5, 3, red), 5).values();
    assertThat(mean[3 * 12]).isCloseTo(1 / 25f, within(1e-6f));
    assertThat(mean[3 * 12 + 1]).isZero();
  }

  @Test
  void what_does_not_fit_is_refused() {
    assertThatThrownBy(() -> new Raster(2, 2, 3, new float[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2x2x3 numbers, found 11");
    assertThatThrownBy(() -> new Raster(2, 2, 2, new float[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 or 3 channels");
    assertThatThrownBy(() -> new Raster(1, 1, 1, new float[1]).picture())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 3 channels, found 1");
  }
}
