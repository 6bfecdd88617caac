package dev.frameloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseScheduleTest {

  /** Single precision's rounding of numbers from 1 down; the square roots of MKL are off by one. */
  private static final double LAST_BITS = 1e-6;

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void signal_of_each_timestep_is_the_references(Path set) {
    try (GoldenTensors golden = GoldenTensors.in(set.resolve("schedules"))) {
      NoiseSchedule schedule = SchedulesForTests.latent(Map.of());
      float[] expected = golden.values("alphas");
      assertThat(schedule.trainTimesteps()).isEqualTo(expected.length);
      float[] found = signal(schedule);
      // to the last bit where PyTorch ran on a processor with AVX2
      GoldenTensors.assertClose("alphas", expected, found, 1e-7);
      NoiseSchedule silent =
          SchedulesForTests.latent(node -> node.put("rescale_betas_zero_snr", true));
      GoldenTensors.assertClose(
          "alphas.zero", golden.values("alphas.zero"), signal(silent), LAST_BITS);
      assertThat(silent.alphaCumprod(999)).isZero();
    }
  }

  private static float[] signal(NoiseSchedule schedule) {
    float[] values = new float[schedule.trainTimesteps()];
    for (int t = 0; t < values.length; t++) {
      values[t] = (float) schedule.alphaCumprod(t);
    }
    return values;
  }

  @Test
  void below_the_first_timestep_is_what_the_configuration_says() {
    assertThat(SchedulesForTests.latent(Map.of()).alphaCumprod(-1)).isEqualTo(0.99915f);
    NoiseSchedule one = SchedulesForTests.latent(node -> node.put("set_alpha_to_one", true));
    assertThat(one.alphaCumprod(-1)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "DDIMScheduler,DDIM",
    "PNDMScheduler,DDIM",
    "HeunDiscreteScheduler,DDIM",
    "UniPCMultistepScheduler,DDIM",
    "DPMSolverMultistepScheduler,DPMPP_2M",
    "EulerDiscreteScheduler,EULER",
    "EulerAncestralDiscreteScheduler,EULER_ANCESTRAL",
    "LCMScheduler,LCM"
  })
  void a_scheduler_that_is_not_built_is_stood_for_by_one_that_is(String named, String preferred) {
    NoiseSchedule schedule = SchedulesForTests.latent(Map.of("_class_name", named));
    assertThat(schedule.preferred().name()).isEqualTo(preferred);
    boolean replaced = preferred.equals("DDIM") && !named.equals("DDIMScheduler");
    assertThat(String.join("", schedule.notes()))
        .isEqualTo(
            replaced
                ? "the model names " + named + ", which is not built; DDIM takes its place"
                : "");
  }

  @Test
  void old_settings_are_taken_as_pipelines_take_them_and_it_is_said() {
    NoiseSchedule old =
        SchedulesForTests.latent(node -> node.put("steps_offset", 0).put("clip_sample", true));
    assertThat(old.spread(4, TimestepSpacing.LEADING)).containsExactly(751, 501, 251, 1);
    assertThat(old.notes()).hasSize(2);
    assertThat(old.notes().get(0)).contains("steps_offset 0", "taken as 1");
    assertThat(old.notes().get(1)).contains("clip_sample true", "taken as false");
    NoiseSchedule silent = SchedulesForTests.latent(node -> node.remove("steps_offset"));
    assertThat(silent.spread(4, TimestepSpacing.LEADING)).containsExactly(751, 501, 251, 1);
    assertThat(silent.notes()).isEmpty();
    // LCM's pipelines follow it
    assertThatThrownBy(
            () ->
                SchedulesForTests.latent(
                    node -> node.put("_class_name", "LCMScheduler").put("clip_sample", true)))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("clip_sample");
  }

  @Test
  void numbers_that_json_has_not_are_read_as_python_writes_them(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("scheduler_config.json"),
            "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"lambda_min_clipped\": -Infinity,"
                + " \"beta_schedule\": \"squaredcos_cap_v2\", \"x\": [NaN, Infinity]}");
    NoiseSchedule schedule = NoiseSchedule.read(ConfigReader.read(file));
    assertThat(schedule.solver().leastLambda()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(SamplerKind.DPMPP_2M.create(schedule, 10).steps()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "algorithm_type,dpmsolver",
    "solver_order,3",
    "solver_type,euler",
    "use_lu_lambdas,true",
    "use_flow_sigmas,true",
    "final_sigmas_type,none"
  })
  void settings_of_the_solver_that_are_not_built_are_refused_by_name(String setting, String value) {
    assertThatThrownBy(
            () ->
                SchedulesForTests.latent(
                    node -> {
                      node.put("_class_name", "DPMSolverMultistepScheduler");
                      node.put(setting, value);
                      if (value.equals("true")) {
                        node.put(setting, true);
                      }
                    }))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(value);
  }

  @Test
  void a_consistency_schedulers_defaults_are_its_own() {
    NoiseSchedule named =
        SchedulesForTests.latent(
            node -> {
              node.remove(Arrays.asList("beta_start", "beta_end", "beta_schedule"));
              node.put("_class_name", "LCMScheduler");
            });
    assertThat(signal(named)).isEqualTo(signal(SchedulesForTests.latent(Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "prediction_type,sample",
    "beta_schedule,laplace",
    "timestep_spacing,karras",
    "_class_name,FlowMatchEulerDiscreteScheduler"
  })
  void what_is_not_built_is_refused_by_name(String setting, String value) {
    assertThatThrownBy(() -> SchedulesForTests.latent(Map.of(setting, value)))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("scheduler_config.json")
        .hasMessageContaining(setting)
        .hasMessageContaining(value);
  }

  @ParameterizedTest
  @CsvSource({
    "beta_start,0",
    "beta_start,-1",
    "beta_end,1",
    "steps_offset,-1",
    "steps_offset,1000",
    "steps_offset,0.5",
    "num_train_timesteps,1000000000",
    "original_inference_steps,1001"
  })
  void numbers_that_can_not_be_are_refused_by_name(String setting, double value) {
    assertThatThrownBy(
            () ->
                SchedulesForTests.latent(
                    node -> {
                      if (value == Math.rint(value)) {
                        node.put(setting, (long) value);
                      } else {
                        node.put(setting, value);
                      }
                    }))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"thresholding", "use_exponential_sigmas", "use_beta_sigmas"})
  void flags_of_what_is_not_built_are_refused_by_name(String setting) {
    assertThatThrownBy(
            () ->
                SchedulesForTests.latent(
                    node ->
                        node.put("_class_name", "EulerAncestralDiscreteScheduler")
                            .put(setting, true)))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(setting);
  }

  @Test
  void settings_of_a_sampler_that_is_not_built_do_not_matter() {
    NoiseSchedule schedule =
        SchedulesForTests.latent(
            node ->
                node.put("_class_name", "UniPCMultistepScheduler")
                    .put("use_karras_sigmas", true)
                    .put("solver_order", 3));
    assertThat(schedule.preferred()).isEqualTo(SamplerKind.DDIM);
  }

  @Test
  void cosine_signal_is_the_references() {
    try (GoldenTensors golden =
        GoldenTensors.in(GoldenTensors.sets().findFirst().orElseThrow().resolve("sigmas"))) {
      NoiseSchedule schedule =
          SchedulesForTests.latent(Map.of("beta_schedule", "squaredcos_cap_v2"));
      GoldenTensors.assertClose(
          "alphas.cosine", golden.values("alphas.cosine"), signal(schedule), LAST_BITS);
    }
  }
}
