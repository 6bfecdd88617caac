package dev.frameloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.weights.GoldenTensors;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DdimInversionTest {

  @Property(tries = 100)
  void sampling_undoes_inversion_where_the_predicted_noise_is_the_same(
      @ForAll TimestepSpacing spacing,
      @ForAll @IntRange(min = 1, max = 120) int steps,
      @ForAll boolean finalOne,
      @ForAll long seed) {
    NoiseSchedule schedule =
        SchedulesForTests.latent(
            node ->
                node.put("timestep_spacing", spacing.name().toLowerCase(java.util.Locale.ROOT))
                    .put("set_alpha_to_one", finalOne));
    DdimInversion inversion = new DdimInversion(schedule, steps);
    Sampler sampler = SamplerKind.DDIM.create(schedule, steps);
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      NDArray picture = Noise.normal(scope, seed, "picture", 0, 1, 4, 2, 3);
      NDArray noise = Noise.normal(scope, seed, "noise", 0, 1, 4, 2, 3);
      NDArray x = picture;
      for (int i = 0; i < steps; i++) {
        assertThat(inversion.timestep(i)).isEqualTo((int) sampler.timestep(steps - 1 - i));
        x = inversion.step(scope, x, noise, i);
      }
      for (int i = 0; i < steps; i++) {
        x = sampler.step(scope, x, noise, i, () -> noise);
      }
      // single precision's rounding of each state, up to 15 times larger in the picture
      GoldenTensors.assertClose("picture", picture.toFloatArray(), x.toFloatArray(), 2e-5);
    }
  }

  @Test
  void tokenflows_500_steps_are_1_3_and_on_to_999() {
    DdimInversion inversion = new DdimInversion(SchedulesForTests.latent(Map.of()), 500);
    assertThat(inversion.timestep(0)).isEqualTo(1);
    assertThat(inversion.timestep(1)).isEqualTo(3);
    assertThat(inversion.timestep(499)).isEqualTo(999);
    assertThatThrownBy(() -> inversion.timestep(500)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
