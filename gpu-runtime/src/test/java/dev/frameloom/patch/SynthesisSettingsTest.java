package dev.frameloom.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SynthesisSettingsTest {

  @Test
  void defaultsAreThoseOfEbSynthButForWhenToStop() {
    assertThat(SynthesisSettings.defaults())
        .isEqualTo(new SynthesisSettings(5, 3500, 1, 16, 6, 4, 1, 0));
  }

  @Test
  void eachCanBeChanged() {
    assertThat(
            SynthesisSettings.defaults()
                .withRounds(12, 6)
                .withStopThreshold(5)
                .withUniformity(10)
                .withSeed(9))
        .isEqualTo(new SynthesisSettings(5, 10, 1, 16, 12, 6, 5, 9));
  }

  @Test
  void settingsWithoutASenseAreRefused() {
    assertRefused(4, 3500, 1, 16, 6, 4, 1, "patch");
    assertRefused(11, 3500, 1, 16, 6, 4, 1, "patch");
    assertRefused(5, -1, 1, 16, 6, 4, 1, "uniformity");
    assertRefused(5, Double.NaN, 1, 16, 6, 4, 1, "uniformity");
    assertRefused(5, 3500, 0, 16, 6, 4, 1, "styleWeight");
    assertRefused(5, 3500, 1, 0, 6, 4, 1, "levels");
    assertRefused(5, 3500, 1, 16, 0, 4, 1, "votes");
    assertRefused(5, 3500, 1, 16, 6, 0, 1, "searches");
    assertRefused(5, 3500, 1, 16, 6, 4, -1, "stopThreshold");
  }

  private static void assertRefused(
      int patch,
      double uniformity,
      double styleWeight,
      int levels,
      int votes,
      int searches,
      int stop,
      String name) {
    assertThatThrownBy(
            () ->
                new SynthesisSettings(
                    patch, uniformity, styleWeight, levels, votes, searches, stop, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
