package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.edit.EditException;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.schedule.NoiseSchedule;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.schedule.SamplerKind;
import dev.frameloom.weights.GoldenTensors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InversionPathTest {

  private static DiffusionModel model;
  private static NoiseSchedule schedule;

  @BeforeAll
  static void load() {
    model = DiffusionModel.load(GoldenTensors.folder().resolve("sd1"), "cpu");
    schedule = model.schedule();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void the_published_inversion_goes_to_the_end_and_passes_every_timestep_of_the_sampler() {
    Sampler sampler = SamplerKind.DDIM.create(schedule, 50);

    InversionPath path = InversionPath.whole(schedule, sampler, 500);

    assertThat(path.timesteps())
        .isEqualTo(IntStream.range(0, 500).map(i -> 2 * i + 1).boxed().toList());
    assertThat(path.kept()).hasSize(51);
    assertThat(path.timesteps().get(path.kept().get(0))).isEqualTo(981);
    assertThat(path.timesteps().get(path.kept().get(49))).isEqualTo(1);
    assertThat(path.timesteps().get(path.kept().get(50))).isEqualTo(999);
  }

  @Test
  void steps_that_do_not_fit_into_those_of_the_inversion_are_refused() {
    Sampler sampler = SamplerKind.DDIM.create(schedule, 50);

    assertThatThrownBy(() -> InversionPath.whole(schedule, sampler, 60))
        .isInstanceOf(EditException.class)
        .hasMessageContainingAll("inversion-steps", "multiple", "60");
  }

  @Test
  void in_a_stream_it_goes_no_further_than_the_edit_begins() {
    Sampler sampler = SamplerKind.DDIM.create(schedule, 10).from(0.5);

    assertThat(InversionPath.through(sampler, 1).timesteps())
        .containsExactly(1, 101, 201, 301, 401);
    assertThat(InversionPath.through(sampler, 2).timesteps())
        .containsExactly(1, 51, 101, 151, 201, 251, 301, 351, 401);
    assertThat(InversionPath.through(sampler, 2).kept()).containsExactly(8, 6, 4, 2, 0);
  }

  @Test
  void the_timesteps_of_a_consistency_model_are_passed_too() {
    Sampler sampler = SamplerKind.LCM.create(schedule, 4);

    InversionPath path = InversionPath.through(sampler, 3);

    assertThat(path.timesteps())
        .containsExactly(86, 173, 259, 339, 419, 499, 586, 672, 759, 839, 919, 999);
    assertThat(path.kept()).containsExactly(11, 8, 5, 2);
  }
}
