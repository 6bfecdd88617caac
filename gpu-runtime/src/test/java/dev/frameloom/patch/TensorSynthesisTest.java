package dev.frameloom.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.patch.PatchScenes.Scene;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the CPU device: the kernels are the same on a GPU. */
class TensorSynthesisTest {

  private static final SynthesisSettings QUICK = SynthesisSettings.defaults().withRounds(2, 2);

  private final TensorSynthesis synthesis = new TensorSynthesis(ComputeDevice.CPU);

  @Test
  void errorsAreWithinThreePercentOfThoseOfPixelAfterPixel() {
    Scene scene = PatchScenes.shifted(48, 40, 3, 2);
    SynthesisSettings settings = SynthesisSettings.defaults().withRounds(4, 3);
    Levels style = Levels.of(scene.edit());

    Synthesis tensors = synthesis.paint(scene.edit(), scene.guides(), settings);
    Synthesis plain = PatchScenes.painted(1, scene, settings);

    assertThat(objective(style, scene, settings, tensors))
        .isLessThan(objective(style, scene, settings, plain) * 1.03);
  }

  private static double objective(
      Levels style, Scene scene, SynthesisSettings settings, Synthesis painted) {
    return SlowPatches.meanError(
            style, scene.guides(), settings, Levels.of(painted.picture()), painted.matches())
        + settings.uniformity() * SlowPatches.meanOccupancy(style, settings, painted.matches());
  }

  @Test
  void errorsAreThoseOfTheMatchesAndTheEstimate() {
    Scene scene = PatchScenes.shifted(24, 20, 3, 1);
    SynthesisSettings settings = new SynthesisSettings(5, 3500, 1, 1, 1, 1, 0, 0);
    Levels style = Levels.of(scene.edit());
    int[] first =
        Matches.random(new Matches.Extent(24, 20), new Matches.Extent(24, 20), 5, Matches.mix(0));
    byte[] estimate = new byte[24 * 20 * 3];
    new PatchVote(style, 5, 24, 20, first).rows(estimate, 0, 20);

    Synthesis painted = synthesis.paint(scene.edit(), scene.guides(), settings);

    for (int i = 0; i < painted.error().length; i++) {
      double expected =
          SlowPatches.error(
              style,
              new Levels(24, 20, 3, estimate),
              scene.guides(),
              settings,
              i % 24,
              i / 24,
              painted.matches()[i]);
      assertThat((double) painted.error()[i])
          .isBetween(expected * 0.999 - 0.1, expected * 1.001 + 0.1);
    }
  }

  @Test
  void isTheSameEveryTimeAndAnotherWithAnotherSeed() {
    Scene scene = PatchScenes.shifted(30, 26, 3, 2);

    Synthesis once = synthesis.paint(scene.edit(), scene.guides(), QUICK);
    Synthesis again = synthesis.paint(scene.edit(), scene.guides(), QUICK);
    Synthesis other = synthesis.paint(scene.edit(), scene.guides(), QUICK.withSeed(5));

    assertThat(again.picture()).isEqualTo(once.picture());
    assertThat(again.matches()).isEqualTo(once.matches());
    assertThat(again.error()).isEqualTo(once.error());
    assertThat(other.matches()).isNotEqualTo(once.matches());
  }

  @ParameterizedTest
  @CsvSource({"5,5", "1,1", "3,30", "40,12"})
  void paintsTargetsOfAnySize(int width, int height) {
    Picture style = TestPictures.waves(20, 14, 0, 0);
    Picture target = TestPictures.waves(width, height, 1, 1);
    List<Guide> guides = List.of(new Guide(Levels.of(style), Levels.of(target), 2));

    Synthesis painted = synthesis.paint(style, guides, QUICK);

    assertThat(painted.picture().width()).isEqualTo(width);
    assertThat(painted.picture().height()).isEqualTo(height);
    for (int match : painted.matches()) {
      assertThat(Matches.x(match)).isBetween(2, 17);
      assertThat(Matches.y(match)).isBetween(2, 11);
    }
  }

  @Test
  void stopsWhenInterruptedAndRefusesWhatDoesNotFit() {
    Scene scene = PatchScenes.shifted(30, 26, 3, 2);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> synthesis.paint(scene.edit(), scene.guides(), QUICK))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThatThrownBy(() -> synthesis.paint(scene.edit(), List.of(), QUICK))
        .hasMessageContaining("at least one guide");
  }
}
