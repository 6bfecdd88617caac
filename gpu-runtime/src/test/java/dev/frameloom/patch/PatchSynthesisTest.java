package dev.frameloom.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.patch.PatchScenes.Scene;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchSynthesisTest {

  private static final SynthesisSettings QUICK = SynthesisSettings.defaults().withRounds(3, 2);

  @Test
  void paintsAPictureOfItselfAsItIs() {
    Picture style = TestPictures.waves(64, 48, 0, 0);
    Scene still = new Scene(style, style, style);

    Synthesis painted = PatchScenes.painted(2, still, SynthesisSettings.defaults());

    assertThat(TestPictures.meanDifference(painted.picture(), style)).isLessThan(3);
  }

  @Test
  void putsTheStyleWhereItsFrameHasGone() {
    Scene scene = PatchScenes.shifted(96, 80, 6, 0);

    Synthesis painted = PatchScenes.painted(2, scene, SynthesisSettings.defaults());

    int right = 0;
    for (int y = 10; y < 70; y++) {
      for (int x = 16; x < 86; x++) {
        int match = painted.matches()[y * 96 + x];
        boolean near =
            Math.abs((match & 0xffff) - (x - 6)) <= 2 && Math.abs((match >>> 16) - y) <= 2;
        right += near ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(60 * 70 * 7 / 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void givesTheSameBytesOnAnyNumberOfThreads(int threads) {
    Scene scene = PatchScenes.shifted(150, 200, 5, -3);
    Synthesis alone = PatchScenes.painted(1, scene, QUICK);

    Synthesis together = PatchScenes.painted(threads, scene, QUICK);

    assertThat(together.picture()).isEqualTo(alone.picture());
    assertThat(together.matches()).isEqualTo(alone.matches());
    assertThat(together.error()).isEqualTo(alone.error());
  }

  @Test
  void givesTheSameBytesWhateverWasPaintedBefore() {
    Scene scene = PatchScenes.shifted(60, 50, 5, -3);
    Synthesis fresh = PatchScenes.painted(2, scene, QUICK);

    try (PatchSynthesis synthesis = new PatchSynthesis(2)) {
      Scene other = PatchScenes.shifted(80, 40, 0, 2);
      synthesis.paint(other.edit(), other.guides(), QUICK);
      Synthesis again = synthesis.paint(scene.edit(), scene.guides(), QUICK);
      assertThat(again.picture()).isEqualTo(fresh.picture());
      assertThat(again.matches()).isEqualTo(fresh.matches());
    }
  }

  @Test
  void findsOtherMatchesWithAnotherSeed() {
    Scene scene = PatchScenes.shifted(60, 50, 5, -3);

    int[] some = PatchScenes.painted(2, scene, QUICK).matches();
    int[] others = PatchScenes.painted(2, scene, QUICK.withSeed(1)).matches();

    assertThat(some).isNotEqualTo(others);
  }

  @ParameterizedTest
  @CsvSource({"5,5", "5,40", "7,9", "10,11", "23,22", "64,33"})
  void paintsPicturesOfAnySizeThatHoldsAPatch(int width, int height) {
    Synthesis painted = PatchScenes.painted(2, PatchScenes.shifted(width, height, 1, 0), QUICK);

    assertThat(painted.picture().width()).isEqualTo(width);
    assertThat(painted.picture().height()).isEqualTo(height);
    assertThat(painted.error()).hasSize(width * height).doesNotContain(Float.NaN);
    for (int match : painted.matches()) {
      assertThat(match & 0xffff).isBetween(2, width - 3);
      assertThat(match >>> 16).isBetween(2, height - 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,50", "90,20"})
  void paintsTargetsOfOtherSizesThanTheStyle(int width, int height) {
    Scene scene = PatchScenes.shifted(40, 30, 0, 0);
    Picture target = TestPictures.waves(width, height, 2, 2);
    List<Guide> guides = List.of(new Guide(Levels.of(scene.frame()), Levels.of(target), 6));

    try (PatchSynthesis synthesis = new PatchSynthesis(2)) {
      Picture painted = synthesis.paint(scene.edit(), guides, QUICK).picture();
      assertThat(painted.width()).isEqualTo(width);
      assertThat(painted.height()).isEqualTo(height);
    }
  }

  @Test
  void paintsByUseAloneWhereGuidesAreBlack() {
    Picture black = TestPictures.plain(40, 40, 0, 0, 0);
    Picture style = TestPictures.waves(40, 40, 0, 0);

    try (PatchSynthesis synthesis = new PatchSynthesis(2)) {
      Synthesis painted =
          synthesis.paint(style, List.of(new Guide(Levels.of(black), Levels.of(black), 6)), QUICK);
      assertThat(painted.meanError()).isFinite();
    }
  }

  @Test
  void refusesToBeginWhenInterrupted() {
    Scene scene = PatchScenes.shifted(60, 50, 5, -3);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> PatchScenes.painted(2, scene, QUICK))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void refusesPicturesThatDoNotFitTogether() {
    Picture style = TestPictures.waves(40, 30, 0, 0);
    Levels fits = Levels.of(style);
    Levels smaller = Levels.of(TestPictures.waves(39, 30, 0, 0));

    try (PatchSynthesis synthesis = new PatchSynthesis(1)) {
      assertThatThrownBy(() -> synthesis.paint(style, List.of(), QUICK))
          .hasMessageContaining("at least one guide");
      assertThatThrownBy(() -> synthesis.paint(style, List.of(new Guide(smaller, fits, 1)), QUICK))
          .hasMessageContaining("40x30")
          .hasMessageContaining("39x30");
      assertThatThrownBy(
              () ->
                  synthesis.paint(
                      style, List.of(new Guide(fits, fits, 1), new Guide(fits, smaller, 1)), QUICK))
          .hasMessageContaining("targets of one size");
      Picture tiny = TestPictures.waves(4, 30, 0, 0);
      assertThatThrownBy(
              () ->
                  synthesis.paint(
                      tiny, List.of(new Guide(Levels.of(tiny), Levels.of(tiny), 1)), QUICK))
          .hasMessageContaining("4x30")
          .hasMessageContaining("patches of 5");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesWeightsThatAreNotAboveZero(double weight) {
    Levels levels = Levels.of(TestPictures.waves(8, 8, 0, 0));

    assertThatThrownBy(() -> new Guide(levels, levels, weight))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 0");
  }

  @Test
  void refusesWeightsThatAddUpToMoreThanANumberHolds() {
    Picture style = TestPictures.waves(8, 8, 0, 0);
    List<Guide> guides = List.of(new Guide(Levels.of(style), Levels.of(style), 1e6));

    try (PatchSynthesis synthesis = new PatchSynthesis(1)) {
      assertThatThrownBy(() -> synthesis.paint(style, guides, QUICK))
          .hasMessageContaining("too much");
    }
  }

  @Test
  void hasSixLevelsFor512Pixels() {
    Levels side512 = new Levels(512, 512, 1, new byte[512 * 512]);
    Levels side351 = new Levels(600, 351, 1, new byte[600 * 351]);
    Levels side10 = new Levels(10, 512, 1, new byte[5120]);

    assertThat(SynthesisSizes.levels(QUICK, side512, side512)).isEqualTo(6);
    assertThat(SynthesisSizes.levels(QUICK, side512, side351)).isEqualTo(5);
    assertThat(SynthesisSizes.levels(QUICK, side10, side512)).isEqualTo(1);
  }
}
