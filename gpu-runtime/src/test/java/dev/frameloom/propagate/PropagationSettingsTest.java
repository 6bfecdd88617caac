package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.patch.SynthesisSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropagationSettingsTest {

  @Test
  void official_settings_are_those_of_the_published_command() {
    PropagationSettings settings = PropagationSettings.official();

    assertThat(settings.synthesis().votes()).isEqualTo(12);
    assertThat(settings.synthesis().searches()).isEqualTo(6);
    assertThat(settings.weights()).isEqualTo(new GuideWeights(6, 0.5, 0.5, 2));
    assertThat(settings.variant()).isEqualTo(Variant.OFFICIAL);
    assertThat(settings.poisson()).isTrue();
    assertThat(settings.threads()).isEqualTo(2);
  }

  @Test
  void the_papers_settings_differ_in_the_blend_and_in_what_is_hidden() {
    assertThat(
            PropagationSettings.paper()
                .withVariant(Variant.OFFICIAL)
                .withPoisson(true)
                .withHidden(Hidden.PAINTED))
        .isEqualTo(PropagationSettings.official());
  }

  @Test
  void every_setting_can_be_changed() {
    SynthesisSettings synthesis = SynthesisSettings.defaults().withRounds(2, 3);
    GuideWeights weights = new GuideWeights(1, 2, 3, 4);

    assertThat(
            PropagationSettings.paper()
                .withSynthesis(synthesis)
                .withWeights(weights)
                .withHidden(Hidden.PAINTED)
                .withVariant(Variant.OFFICIAL)
                .withPoisson(true)
                .withThreads(7))
        .isEqualTo(
            new PropagationSettings(synthesis, weights, Hidden.PAINTED, Variant.OFFICIAL, true, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 257})
  void threads_that_nobody_has_are_refused(int threads) {
    assertThatThrownBy(() -> PropagationSettings.paper().withThreads(threads))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 1 to 256 threads, found " + threads);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void weights_below_zero_are_refused(double weight) {
    assertThatThrownBy(() -> new GuideWeights(6, 0.5, weight, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a weight of 0 or more for guide temporal, found " + weight);
  }

  @Test
  void a_propagation_without_guides_is_refused() {
    assertThatThrownBy(() -> new GuideWeights(0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a guide with a weight above 0");
  }

  @Test
  void a_frame_lies_at_its_place_in_time() {
    assertThat(Variant.PAPER.position(0, 1)).isEqualTo(0.5);
    assertThat(Variant.PAPER.position(2, 3)).isEqualTo(0.75);
    assertThat(Variant.OFFICIAL.position(0, 3)).isZero();
    assertThat(Variant.OFFICIAL.position(2, 3)).isEqualTo(2 / 3.0);
  }
}
