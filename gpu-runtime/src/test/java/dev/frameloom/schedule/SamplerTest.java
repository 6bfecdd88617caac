package dev.frameloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {

  private static final int[] STEPS = {1, 4, 7, 20, 30, 50};

  @ParameterizedTest
  @CsvSource({
    "leading,epsilon,false,1", "leading,epsilon,true,0",
    "leading,v_prediction,false,1", "leading,v_prediction,true,0",
    "trailing,epsilon,false,1", "trailing,epsilon,true,0",
    "trailing,v_prediction,false,1", "trailing,v_prediction,true,0",
    "linspace,epsilon,false,1", "linspace,epsilon,true,0",
    "linspace,v_prediction,false,1", "linspace,v_prediction,true,0"
  })
  void timesteps_and_steps_equal_the_references(
      String spacing, String prediction, boolean finalOne, int offset) {
    NoiseSchedule schedule = schedule(spacing, prediction, finalOne, offset);
    String name = "ddim." + spacing + "." + prediction + "." + finalOne + "." + offset + ".";
    try (GoldenTensors golden = GoldenTensors.in(GoldenTensors.folder().resolve("schedules"));
        NDManager scope = ComputeDevice.CPU.newScope()) {
      float[] alphas = golden.values("ddim.alphas");
      for (int t = 0; t < alphas.length; t++) {
        assertThat((float) schedule.alphaCumprod(t))
            .as("alpha %d", t)
            .isCloseTo(alphas[t], within(1.2e-7f));
      }
      NDArray x = golden.array(scope, "ddim.in.x");
      NDArray e = golden.array(scope, "ddim.in.e");
      for (int steps : STEPS) {
        Sampler ddim = SamplerKind.DDIM.create(schedule, steps);
        float[] expected = golden.values(name + steps + ".timesteps");
        for (int i = 0; i < steps; i++) {
          assertThat(ddim.timestep(i)).as("%s%d at %d", name, steps, i).isEqualTo(expected[i]);
        }
        golden.assertClose(name + steps + ".first", ddim.step(scope, x, e, 0, () -> e), 2e-5);
        golden.assertClose(
            name + steps + ".last", ddim.step(scope, x, e, steps - 1, () -> e), 2e-5);
        golden.assertClose(name + steps + ".noised", ddim.addNoise(scope, x, e, 0), 1e-6);
      }
    }
  }

  @Test
  void strength_keeps_the_last_steps() {
    Sampler ddim = SamplerKind.DDIM.create(schedule("leading", "epsilon", false, 1), 50);
    assertThat(timesteps(ddim.from(1))).isEqualTo(timesteps(ddim)).startsWith(981, 961).endsWith(1);
    assertThat(timesteps(ddim.from(0.1))).containsExactly(81, 61, 41, 21, 1);
    assertThat(timesteps(ddim.from(0))).isEmpty();
  }

  @Test
  void as_many_steps_as_timesteps_stay_inside_the_schedule() {
    Sampler ddim = SamplerKind.DDIM.create(schedule("leading", "epsilon", false, 1), 1000);
    assertThat(timesteps(ddim)).startsWith(999, 998).endsWith(1, 0);
  }

  @Test
  void distilled_models_are_asked_at_the_timesteps_that_they_were_made_for() {
    NoiseSchedule turbo = schedule("trailing", "epsilon", false, 1);
    assertThat(timesteps(SamplerKind.EULER.create(turbo, 1))).containsExactly(999);
    assertThat(timesteps(SamplerKind.EULER.create(turbo, 4))).containsExactly(999, 749, 499, 249);
    assertThat(SamplerKind.EULER.create(turbo, 1).startScale()).isCloseTo(14.6146, within(1e-4));
    assertThat(timesteps(SamplerKind.LCM.create(turbo, 4))).containsExactly(999, 759, 499, 259);
  }

  private static double[] timesteps(Sampler sampler) {
    return IntStream.range(0, sampler.steps()).mapToDouble(sampler::timestep).toArray();
  }

  @Test
  void what_is_not_built_is_refused_by_name() {
    assertThatThrownBy(() -> schedule("leading", "sample", false, 1))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("prediction_type")
        .hasMessageContaining("sample");
  }

  private static NoiseSchedule schedule(
      String spacing, String prediction, boolean finalOne, int offset) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("beta_start", 0.00085).put("beta_end", 0.012).put("beta_schedule", "scaled_linear");
    node.put("timestep_spacing", spacing).put("prediction_type", prediction);
    node.put("set_alpha_to_one", finalOne).put("steps_offset", offset);
    return NoiseSchedule.read(new ConfigReader("scheduler_config.json", node));
  }
}
