package dev.frameloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {

  private final NDManager scope = ComputeDevice.CPU.newScope();

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void timesteps_of_1_to_100_steps_are_the_references(Path set) {
    try (GoldenTensors golden = GoldenTensors.in(set.resolve("schedules"))) {
      for (String spacing : List.of("leading", "trailing", "linspace")) {
        NoiseSchedule schedule = spaced(spacing, "epsilon");
        assertThat(upTo(100, steps -> SamplerKind.DDIM.create(schedule, steps)))
            .containsExactly(golden.values("spread.ddim." + spacing));
        assertThat(upTo(100, steps -> SamplerKind.EULER.create(schedule, steps)))
            .containsExactly(golden.values("spread.euler." + spacing));
      }
      NoiseSchedule schedule = spaced("leading", "epsilon");
      assertThat(upTo(50, steps -> SamplerKind.LCM.create(schedule, steps)))
          .containsExactly(golden.values("spread.lcm"));
    }
  }

  private static float[] upTo(int most, IntFunction<Sampler> sampler) {
    List<Double> all = new ArrayList<>();
    for (int steps = 1; steps <= most; steps++) {
      all.addAll(timesteps(sampler.apply(steps)));
    }
    float[] values = new float[all.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.get(i).floatValue();
    }
    return values;
  }

  @Test
  void distilled_models_are_asked_at_the_timesteps_that_they_were_made_for() {
    NoiseSchedule turbo = spaced("trailing", "epsilon");
    assertThat(timesteps(SamplerKind.EULER.create(turbo, 1))).containsExactly(999.0);
    assertThat(timesteps(SamplerKind.EULER.create(turbo, 4)))
        .containsExactly(999.0, 749.0, 499.0, 249.0);
    assertThat(SamplerKind.EULER.create(turbo, 1).startScale()).isCloseTo(14.6146, within(1e-4));
    assertThat(timesteps(SamplerKind.LCM.create(turbo, 4)))
        .containsExactly(999.0, 759.0, 499.0, 259.0);
    assertThat(timesteps(Lcm.sampler(turbo, 4, 0.5))).containsExactly(499.0, 379.0, 259.0, 139.0);
  }

  @Test
  void strength_keeps_the_last_steps() {
    Sampler ddim = SamplerKind.DDIM.create(spaced("leading", "epsilon"), 50);
    assertThat(timesteps(ddim.from(1))).isEqualTo(timesteps(ddim)).startsWith(981.0, 961.0);
    assertThat(timesteps(ddim.from(0.1))).containsExactly(81.0, 61.0, 41.0, 21.0, 1.0);
    assertThat(timesteps(ddim.from(0.119))).hasSize(5);
    assertThat(timesteps(ddim.from(0))).isEmpty();
    assertThat(timesteps(ddim.last(1))).containsExactly(1.0);
  }

  @Test
  void as_many_steps_as_timesteps_stay_inside_the_schedule() {
    Sampler ddim = SamplerKind.DDIM.create(spaced("leading", "epsilon"), 1000);
    assertThat(timesteps(ddim)).startsWith(999.0, 998.0).endsWith(1.0, 0.0);
  }

  @ParameterizedTest
  @EnumSource(
      value = SamplerKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EULER_ANCESTRAL", "DPMPP_2M_SDE"})
  void a_model_that_knows_the_noise_is_led_to_the_picture(SamplerKind kind) {
    for (String prediction : List.of("epsilon", "v_prediction")) {
      NoiseSchedule schedule = spaced("trailing", prediction);
      Sampler sampler = kind.create(schedule, 8);
      NDArray picture = random("picture");
      NDArray noise = random("noise");
      // σ here is of noise beside a picture of size 1
      double end = kind == SamplerKind.DDIM ? schedule.alphaCumprod(-1) : 1;
      NDArray x = sampler.addNoise(scope, picture, noise, 0);
      for (int i = 0; i < sampler.steps(); i++) {
        // noise that stays what it is: LCM is given the same again
        NDArray truth = noise;
        if (schedule.prediction() == Prediction.VELOCITY) {
          float a = (float) schedule.alphaCumprod((int) sampler.timestep(i));
          truth = noise.mul((float) Math.sqrt(a)).sub(picture.mul((float) Math.sqrt(1 - a)));
        }
        assertClose(picture, sampler.predictPicture(scope, x, truth, i));
        x = sampler.step(scope, x, truth, i, () -> noise);
      }
      NDArray expected =
          picture.mul((float) Math.sqrt(end)).add(noise.mul((float) Math.sqrt(1 - end)));
      assertClose(expected, x);
    }
  }

  /** What is put back mixes with what is there, so the truth is another one in each step. */
  @ParameterizedTest
  @EnumSource(
      value = SamplerKind.class,
      names = {"EULER_ANCESTRAL", "DPMPP_2M_SDE"})
  void noise_that_is_put_back_does_not_lead_away_from_the_picture(SamplerKind kind) {
    for (String prediction : List.of("epsilon", "v_prediction")) {
      Sampler sampler = kind.create(spaced("trailing", prediction), 8);
      NDArray picture = random("picture");
      NDArray x = sampler.addNoise(scope, picture, random("noise"), 0);
      for (int i = 0; i < sampler.steps(); i++) {
        // the prediction is linear in what the model says: solved for what gives the picture
        NDArray none = sampler.predictPicture(scope, x, picture.zerosLike(), i);
        NDArray one = sampler.predictPicture(scope, x, picture.onesLike(), i);
        NDArray truth = none.sub(picture).div(none.sub(one));
        NDArray noise = random("step " + i);
        x = sampler.step(scope, x, truth, i, () -> noise);
      }
      assertClose(picture, x);
    }
  }

  @Test
  void noise_is_asked_for_only_where_it_is_used() {
    NoiseSchedule schedule = spaced("leading", "epsilon");
    NDArray x = random("x");
    NDArray e = random("e");
    SamplerKind.DDIM.create(schedule, 4).step(scope, x, e, 0, SamplerTest::none);
    SamplerKind.EULER.create(schedule, 4).step(scope, x, e, 0, SamplerTest::none);
    SamplerKind.LCM.create(schedule, 4).step(scope, x, e, 3, SamplerTest::none);
    assertThatThrownBy(
            () -> SamplerKind.LCM.create(schedule, 4).step(scope, x, e, 2, SamplerTest::none))
        .hasMessage("noise was asked for");
    assertThatThrownBy(() -> Ddim.sampler(schedule, 4, 1).step(scope, x, e, 0, SamplerTest::none))
        .hasMessage("noise was asked for");
  }

  @Test
  void results_are_new_arrays_in_the_scope_given() {
    Sampler sampler = SamplerKind.DDIM.create(spaced("leading", "epsilon"), 4);
    NDArray x = random("x");
    try (NDManager inner = scope.newSubManager()) {
      NDArray input = sampler.modelInput(inner, x, 0);
      assertThat(input).isNotSameAs(x);
      assertThat(input.getManager()).isSameAs(inner);
      assertThat(input.toFloatArray()).isEqualTo(x.toFloatArray());
    }
    assertThat(x.toFloatArray()).hasSize(24);
  }

  @Test
  void what_can_not_be_is_refused() {
    NoiseSchedule schedule = spaced("leading", "epsilon");
    for (int steps : new int[] {0, -1, 1001}) {
      for (SamplerKind kind : SamplerKind.values()) {
        assertThatThrownBy(() -> kind.create(schedule, steps))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("found " + steps);
      }
    }
    assertThatThrownBy(() -> SamplerKind.LCM.create(schedule, 51)).hasMessageContaining("1 to 50");
    assertThatThrownBy(() -> Ddim.sampler(schedule, 4, 1.5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> Lcm.sampler(schedule, 4, 0)).hasMessageContaining("found 0.0");
    Sampler sampler = SamplerKind.DDIM.create(schedule, 4);
    assertThatThrownBy(() -> sampler.from(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> sampler.last(5)).hasMessageContaining("0 to 4");
    assertThatThrownBy(() -> sampler.timestep(4)).isInstanceOf(IndexOutOfBoundsException.class);
    NDArray x = random("x");
    NDArray other = scope.zeros(new Shape(1, 4, 2, 2));
    assertThatThrownBy(() -> sampler.step(scope, x, other, 0, SamplerTest::none))
        .hasMessageContaining("model output");
    assertThatThrownBy(() -> sampler.addNoise(scope, x, other, 0)).hasMessageContaining("noise");
    assertThatThrownBy(() -> Ddim.sampler(schedule, 4, 1).step(scope, x, x, 0, () -> other))
        .hasMessageContaining("noise");
  }

  @Test
  void noise_can_not_be_predicted_where_no_signal_is_left() {
    NoiseSchedule silent =
        SchedulesForTests.latent(
            node -> node.put("rescale_betas_zero_snr", true).put("timestep_spacing", "trailing"));
    for (SamplerKind kind : List.of(SamplerKind.DDIM, SamplerKind.LCM)) {
      assertThatThrownBy(() -> kind.create(silent, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rescale_betas_zero_snr");
    }
  }

  private static NoiseSchedule spaced(String spacing, String prediction) {
    return SchedulesForTests.latent(
        Map.of("timestep_spacing", spacing, "prediction_type", prediction));
  }

  private static List<Double> timesteps(Sampler sampler) {
    return IntStream.range(0, sampler.steps()).mapToDouble(sampler::timestep).boxed().toList();
  }

  private static NDArray none() {
    throw new IllegalStateException("noise was asked for");
  }

  private NDArray random(String name) {
    return Noise.normal(scope, 1, name, 0, 1, 4, 2, 3);
  }

  private static void assertClose(NDArray expected, NDArray found) {
    // a picture out of fourteen times as much noise keeps five digits
    GoldenTensors.assertClose("x", expected.toFloatArray(), found.toFloatArray(), 5e-6);
  }
}
