package dev.frameloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samplers that step over σ against those of diffusers 0.35.2 on PyTorch 2.7.1: Euler with σ spaced
 * in all ways, Euler ancestral and the multistep DPM-Solver++, over whole schedules and from a
 * picture that is noised part of the way.
 *
 * <p>Both begin with σ in single precision and step in double. Tolerance: σ between timesteps comes
 * from powers and logarithms of numbers that were rounded to 6e-8, and a multistep solver divides
 * differences of logarithms by each other.
 */
class GoldenSamplerTest {

  private static final double TOLERANCE = 2e-6;

  /** σ of 4096, and of 20,000 of a cosine: see {@link GoldenTrajectoryTest}. */
  private static final double NO_SIGNAL_TOLERANCE = 1e-4;

  /** Fractional timesteps are differences of logarithms in single precision, 0.005 apart. */
  private static final double TIMESTEP = 2e-3;

  private static final int PART = 9;
  private static final int WHOLE = 16;

  /** One scheduler. */
  record Case(Path folder, JsonNode node) {

    String name() {
      return node.path("name").textValue();
    }

    NoiseSchedule schedule() {
      return NoiseSchedule.asWritten(new ConfigReader(name(), node.path("config")));
    }

    Sampler sampler(int steps) {
      NoiseSchedule schedule = schedule();
      return schedule.preferred().create(schedule, steps);
    }

    double tolerance() {
      boolean noSignal = name().contains("zero") || name().contains("cosine");
      return noSignal ? NO_SIGNAL_TOLERANCE : TOLERANCE;
    }

    @Override
    public String toString() {
      return name() + " of " + folder;
    }
  }

  static Stream<Case> samplers() {
    return GoldenTensors.sets()
        .map(set -> set.resolve("sigmas"))
        .flatMap(
            folder ->
                StreamSupport.stream(read(folder.resolve("cases.json")).spliterator(), false)
                    .map(node -> new Case(folder, node)));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void go_the_references_way(Case one) {
    assertThat(one.schedule().preferred().name()).isEqualTo(one.node().path("kind").textValue());
    try (GoldenTensors golden = GoldenTensors.in(one.folder());
        NDManager scope = ComputeDevice.CPU.newScope()) {
      List<Integer> counts = new ArrayList<>();
      one.node().path("steps").forEach(value -> counts.add(value.intValue()));
      int row = 0;
      for (int steps : counts) {
        Sampler sampler = one.sampler(steps);
        assertThat(sampler.steps()).isEqualTo(steps);
        assertThat(sampler.startScale())
            .isCloseTo(
                golden.values(one.name() + ".scales")[counts.indexOf(steps)],
                withinPercentage(1e-4));
        NDArray x = golden.array(scope, "in.start").mul((float) sampler.startScale());
        for (int i = 0; i < steps; i++, row++) {
          float timestep = golden.values(one.name() + ".timesteps")[row];
          assertThat(sampler.timestep(i)).isCloseTo(timestep, within(TIMESTEP));
          NDArray noise = golden.array(scope, "in.noise").get(i);
          NDArray picture = golden.array(scope, "in.picture");
          check(golden, one, "noised", row, sampler.addNoise(scope, picture, noise, i));
          NDArray output =
              model(sampler.modelInput(scope, x, i), golden.array(scope, "in.wave").get(i));
          check(golden, one, "pictures", row, sampler.predictPicture(scope, x, output, i));
          x = sampler.step(scope, x, output, i, () -> noise);
          check(golden, one, "states", row, x);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void begin_part_of_the_way_as_image_to_image_does(Case one) {
    try (GoldenTensors golden = GoldenTensors.in(one.folder());
        NDManager scope = ComputeDevice.CPU.newScope()) {
      Sampler whole = one.sampler(WHOLE);
      Sampler rest = whole.last(whole.steps() - PART);
      NDArray picture = golden.array(scope, "in.picture");
      NDArray x = rest.addNoise(scope, picture, golden.array(scope, "in.noise").get(PART), 0);
      for (int i = 0; i < rest.steps(); i++) {
        NDArray wave = golden.array(scope, "in.wave").get(PART + i);
        NDArray noise = golden.array(scope, "in.noise").get(PART + i);
        NDArray output = model(rest.modelInput(scope, x, i), wave);
        x = rest.step(scope, x, output, i, () -> noise);
        check(golden, one, "part", i, x);
      }
    }
  }

  /** The formula that schedules.py has in place of a model. */
  private static NDArray model(NDArray x, NDArray wave) {
    return x.div(x.mul(x).add(1).sqrt()).mul(0.75).add(wave.mul(0.5));
  }

  /** States are compared without the channels that a sampler carries along. */
  private static void check(GoldenTensors golden, Case one, String what, int row, NDArray found) {
    float[] all = golden.values(one.name() + "." + what);
    NDArray own = found.get(":, 0:4");
    float[] values = own.toFloatArray();
    float[] expected = new float[values.length];
    System.arraycopy(all, row * values.length, expected, 0, values.length);
    GoldenTensors.assertClose(
        one.name() + "." + what + " at row " + row, expected, values, one.tolerance());
  }

  private static JsonNode read(Path file) {
    try {
      // as models have it: with −Infinity, which is no JSON
      return new ObjectMapper()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
          .readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
