package dev.frameloom.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.evaluate.StyleMatch.Likeness;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;
import dev.frameloom.image.TestPictures;
import dev.frameloom.style.Style;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StyleMatchTest {

  private static final Picture SOURCE = TestPictures.waves(64, 64, 0, 0);

  private static Map<Style, Likeness> all(double psnr, double edges) {
    Map<Style, Likeness> all = new EnumMap<>(Style.class);
    for (Style style : Style.values()) {
      all.put(style, new Likeness(psnr, edges));
    }
    return all;
  }

  @Test
  void a_full_correlation_of_edges_is_worth_ten_decibels() {
    Map<Style, Likeness> likenesses = all(10, 0);
    likenesses.put(Style.INK, new Likeness(13, 0.1));
    likenesses.put(Style.OIL, new Likeness(12, 0.21));
    likenesses.put(Style.NEON, new Likeness(10, 0.3));
    StyleMatch match = new StyleMatch(likenesses);

    assertThat(match.to().get(Style.OIL).score()).isCloseTo(14.1, within(1e-9));
    assertThat(match.nearest()).isEqualTo(Style.OIL);
    assertThat(match.nearestByPsnr()).isEqualTo(Style.INK);
    assertThat(match.nearestByEdges()).isEqualTo(Style.NEON);
  }

  @Test
  void of_equals_the_first_is_nearest() {
    assertThat(new StyleMatch(all(10, 0)).nearest()).isEqualTo(Style.PHOTO);
  }

  @Test
  void a_match_that_leaves_a_style_out_is_refused() {
    Map<Style, Likeness> likenesses = all(10, 0);
    likenesses.remove(Style.SNOW);

    assertThatThrownBy(() -> new StyleMatch(likenesses))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every style");
  }

  @ParameterizedTest
  @EnumSource
  void what_a_filter_makes_is_nearest_to_its_style(Style style) {
    EditScore score = new StyleTargets(SOURCE).score(style, style.filter(SOURCE));

    assertThat(score.match().nearest()).isEqualTo(style);
    assertThat(score.match().nearestByPsnr()).isEqualTo(style);
    assertThat(score.match().to().get(style).edges()).isCloseTo(1, within(1e-6));
    assertThat(score.filterEdgeCorrelation()).isEqualTo(score.edgeCorrelation());
  }

  @Test
  void the_source_is_the_photo_and_has_all_of_its_edges() {
    EditScore score = new StyleTargets(SOURCE).score(Style.INK, SOURCE);

    assertThat(score.match().nearest()).isEqualTo(Style.PHOTO);
    assertThat(score.edgeCorrelation()).isCloseTo(1, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(names = {"WATERCOLOUR", "SEPIA", "AUTUMN"})
  void a_blank_a_blur_and_a_gauze_may_be_nearest_to_a_style_and_adhere_to_none(Style style) {
    Picture source = SOURCE;
    for (int i = 0; i < 9; i++) {
      int level = 28 * i;
      int left = 4 + 21 * (i % 3);
      int top = 5 + 20 * (i / 3);
      source = TestPictures.withSquare(source, left, top, 9, level, 120, 255 - level);
    }
    Picture whole = style.filter(source);
    Picture blank = blurred(whole, 400);
    StyleTargets targets = new StyleTargets(source);

    assertThat(targets.score(style, whole).adheres()).isTrue();
    EditScore empty = targets.score(style, blank);
    assertThat(empty.match().nearest()).as("what it was counted as").isEqualTo(style);
    assertThat(empty.holdsEdges()).isFalse();
    assertThat(empty.adheres()).isFalse();
    assertThat(targets.score(style, blurred(whole, 8)).holdsEdges()).isFalse();
    assertThat(targets.score(style, paler(whole, blank)).holdsEdges()).isFalse();
  }

  private static Picture blurred(Picture picture, double sigma) {
    return RasterFilters.blur(Raster.of(picture), sigma).picture();
  }

  /** A quarter of the contrast. */
  private static Picture paler(Picture picture, Picture blank) {
    byte[] rgb = new byte[picture.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (((picture.rgb()[i] & 0xff) + 3 * (blank.rgb()[i] & 0xff)) / 4);
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  @Test
  void means_are_over_frames_and_styles_and_edges_leave_the_mosaic_out() {
    Map<Style, Likeness> ink = all(10, 0);
    ink.put(Style.INK, new Likeness(20, 0.5));
    Map<Style, Likeness> photo = all(10, 0);
    photo.put(Style.PHOTO, new Likeness(Double.POSITIVE_INFINITY, 1));
    List<EditScore> edits =
        List.of(
            new EditScore(Style.INK, new StyleMatch(ink), 0.8, 0.9, 0.5),
            new EditScore(Style.MOSAIC, new StyleMatch(photo), 0.2, 0.1, 0.5));
    FrameScores frame = new FrameScores(7, 30, 1.5, Double.POSITIVE_INFINITY, edits, List.of());
    Evaluation evaluation = new Evaluation(List.of(new ClipScores("clip", 128, List.of(frame))));

    EditMeans means = evaluation.editMeans();
    assertThat(means.adherence()).isEqualTo(0.5);
    assertThat(means.edgesHeld()).isEqualTo(0.5);
    assertThat(means.adherenceUnguided()).isNaN();
    assertThat(means.psnrToStyle()).isEqualTo(15);
    assertThat(means.edgesToStyle()).isEqualTo(0.25);
    assertThat(means.edgeCorrelation()).isEqualTo(0.8);
    assertThat(means.filterEdgeCorrelation()).isEqualTo(0.9);
    assertThat(means.takenFor()).isEqualTo(Map.of(Style.INK, 1, Style.PHOTO, 1));
    assertThat(evaluation.editMeans(Style.MOSAIC).edgeCorrelation()).isEqualTo(0.2);
    assertThat(evaluation.editMeans(Style.SNOW).edits()).isZero();
    assertThat(evaluation.frameMeans()).isEqualTo(new FrameMeans(30, 1.5, 99));
  }
}
