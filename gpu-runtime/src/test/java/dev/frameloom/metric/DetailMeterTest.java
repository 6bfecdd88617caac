package dev.frameloom.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;
import dev.frameloom.image.TestPictures;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an edit may do to a picture, and what is said of it. */
class DetailMeterTest {

  private static final Picture BLANK = TestPictures.plain(96, 64, 120, 130, 140);
  private static final Picture SOURCE = scene();

  /** Waves with squares on them: smooth parts, and edges. */
  private static Picture scene() {
    Picture picture = TestPictures.waves(96, 64, 0, 0);
    for (int i = 0; i < 6; i++) {
      int level = 40 * i;
      picture = TestPictures.withSquare(picture, 5 + 15 * i, 4 + 7 * i, 11, level, 255 - level, 60);
    }
    return picture;
  }

  private static Picture blurred(Picture picture, double sigma) {
    return RasterFilters.blur(Raster.of(picture), sigma).picture();
  }

  /** The picture, and once more what a blur takes from it. */
  private static Picture sharpened(Picture picture) {
    Raster sharp = Raster.of(picture);
    float[] soft = RasterFilters.blur(sharp, 1).values();
    float[] values = sharp.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += values[i] - soft[i];
    }
    return sharp.like(3, values).picture();
  }

  private static Picture grainy(Picture picture) {
    Random random = new Random(1);
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      double level = (rgb[i] & 0xff) + 40 * random.nextGaussian();
      rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(level)));
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  private static double edges(Picture edited) {
    return Detail.between(SOURCE, edited).edgeCorrelation().orElseThrow();
  }

  @Test
  void a_copy_has_all_of_it() {
    Detail copy = Detail.between(SOURCE, SOURCE);

    assertThat(copy.edgeCorrelation().orElseThrow()).isCloseTo(1, within(1e-12));
    assertThat(copy.sobelRatio()).isEqualTo(1);
    assertThat(copy.highFrequencyRatio()).isEqualTo(1);
  }

  @Test
  void a_blur_loses_energy_and_high_frequencies_first_and_more_the_wider_it_is() {
    Detail slight = Detail.between(SOURCE, blurred(SOURCE, 1));
    Detail wide = Detail.between(SOURCE, blurred(SOURCE, 4));

    assertThat(slight.sobelRatio()).isLessThan(0.85);
    assertThat(slight.highFrequencyRatio()).isLessThan(0.5 * slight.sobelRatio());
    assertThat(wide.sobelRatio()).isLessThan(0.5 * slight.sobelRatio());
    assertThat(wide.highFrequencyRatio()).isLessThan(0.01);
    assertThat(wide.edgeCorrelation().orElseThrow())
        .isLessThan(0.8)
        .isLessThan(slight.edgeCorrelation().orElseThrow());
  }

  @Test
  void sharpening_gains_both_energies_and_leaves_edges_where_they_are() {
    Detail sharp = Detail.between(SOURCE, sharpened(SOURCE));

    assertThat(sharp.sobelRatio()).isGreaterThan(1.2);
    assertThat(sharp.highFrequencyRatio()).isGreaterThan(1.5);
    assertThat(sharp.edgeCorrelation().orElseThrow()).isGreaterThan(0.95);
  }

  @Test
  void grain_gains_high_frequencies_above_all_and_loses_edges() {
    Detail grain = Detail.between(SOURCE, grainy(SOURCE));

    assertThat(grain.highFrequencyRatio()).isGreaterThan(1.5).isGreaterThan(grain.sobelRatio());
    assertThat(grain.edgeCorrelation().orElseThrow()).isLessThan(0.95);
    assertThat(edges(grainy(blurred(SOURCE, 4)))).isLessThan(0.5);
  }

  @Test
  void a_blank_edit_has_nothing() {
    Detail blank = Detail.between(SOURCE, BLANK);

    assertThat(blank.edgeCorrelation()).hasValue(0);
    assertThat(blank.sobelRatio()).isLessThan(0.001);
    assertThat(blank.highFrequencyRatio()).isLessThan(0.01);
  }

  @Test
  void a_blank_source_has_no_edges_to_hold_and_its_copy_lost_nothing() {
    Detail copy = Detail.between(BLANK, BLANK);
    Detail invented = Detail.between(BLANK, SOURCE);
    Picture step = TestPictures.withSquare(BLANK, 30, 20, 20, 121, 131, 141);

    assertThat(copy).isEqualTo(new Detail(copy.edgeCorrelation(), 1, 1));
    assertThat(copy.edgeCorrelation()).isEmpty();
    assertThat(invented.edgeCorrelation()).isEmpty();
    assertThat(invented.sobelRatio()).isFinite().isGreaterThan(1000);
    assertThat(invented.highFrequencyRatio()).isFinite().isGreaterThan(10);
    assertThat(Detail.between(step, SOURCE).edgeCorrelation()).as("one level").isEmpty();
    assertThat(Detail.between(TestPictures.plain(1, 1, 9, 9, 9), TestPictures.plain(1, 1, 0, 0, 0)))
        .isEqualTo(copy);
  }

  @Test
  void frames_without_anything_to_see_do_not_weigh_in_the_mean_of_a_video() {
    DetailMeter meter = new DetailMeter();
    assertThat(meter.mean()).isEmpty();
    meter.add(BLANK, BLANK);
    assertThat(meter.mean()).contains(Detail.between(BLANK, BLANK));
    Detail frame = meter.add(SOURCE, blurred(SOURCE, 2));
    Detail mean = meter.mean().orElseThrow();

    assertThat(mean.edgeCorrelation()).isEqualTo(frame.edgeCorrelation());
    assertThat(mean.sobelRatio()).isCloseTo(frame.sobelRatio(), within(0.01));
    meter.add(SOURCE, SOURCE);
    assertThat(meter.mean().orElseThrow().edgeCorrelation().orElseThrow())
        .isCloseTo((1 + frame.edgeCorrelation().orElseThrow()) / 2, within(1e-9));
    assertThat(meter.mean().orElseThrow().sobelRatio())
        .isCloseTo((1 + frame.sobelRatio()) / 2, within(0.01));
  }

  @Test
  void pictures_of_two_sizes_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Detail.between(SOURCE, TestPictures.plain(8, 9, 0, 0, 0)))
        .withMessageContaining("found 96x64 and 8x9");
  }
}
