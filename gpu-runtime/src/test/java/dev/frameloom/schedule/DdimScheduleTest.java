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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdimScheduleTest {

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
        DdimSchedule ddim = new DdimSchedule(schedule, steps);
        int[] timesteps = ddim.timesteps();
        float[] expected = golden.values(name + steps + ".timesteps");
        for (int i = 0; i < steps; i++) {
          assertThat(timesteps[i]).as("%s%d at %d", name, steps, i).isEqualTo((int) expected[i]);
        }
        int last = timesteps[steps - 1];
        golden.assertClose(name + steps + ".first", ddim.step(scope, x, e, timesteps[0]), 2e-5);
        golden.assertClose(name + steps + ".last", ddim.step(scope, x, e, last), 2e-5);
        golden.assertClose(
            name + steps + ".noised", ddim.addNoise(scope, x, e, timesteps[0]), 1e-6);
      }
    }
  }

  @Test
  void strength_keeps_the_last_steps() {
    DdimSchedule ddim = new DdimSchedule(schedule("leading", "epsilon", false, 1), 50);
    assertThat(ddim.timesteps(1)).isEqualTo(ddim.timesteps()).startsWith(981, 961).endsWith(1);
    assertThat(ddim.timesteps(0.1)).containsExactly(81, 61, 41, 21, 1);
    assertThat(ddim.timesteps(0)).isEmpty();
  }

  @Test
  void as_many_steps_as_timesteps_stay_inside_the_schedule() {
    DdimSchedule ddim = new DdimSchedule(schedule("leading", "epsilon", false, 1), 1000);
    assertThat(ddim.timesteps()).startsWith(999, 998).endsWith(1, 0);
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
