package dev.frameloom.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole trajectories against the schedulers of diffusers 0.35.2 on PyTorch 2.7.1.
 *
 * <p>The reference computes its coefficients in single precision and applies them one after the
 * other, a handful of roundings of 6e-8 a step; ours are computed in double precision and rounded
 * once. Where a step takes a small picture out of large noise, those roundings are larger beside
 * what is left, on both sides; each state is compared with the range of its own.
 */
class GoldenTrajectoryTest {

  private static final double TOLERANCE = 1e-6;

  /**
   * Without signal at the last timestep. What is left there is a difference of numbers close to
   * each other: the last bit of √β, which PyTorch rounds by the width of the processor's vectors,
   * is five digits up in ᾱ, and σ of 4096 takes its bits from what comes after.
   */
  private static final double NO_SIGNAL_TOLERANCE = 3e-5;

  /** One scheduler in all its numbers of steps. */
  record Case(Path folder, JsonNode node) {

    String name() {
      return node.path("name").textValue();
    }

    String kind() {
      return node.path("kind").textValue();
    }

    NoiseSchedule schedule() {
      return NoiseSchedule.asWritten(new ConfigReader(name(), node.path("config")));
    }

    List<Integer> steps() {
      List<Integer> steps = new ArrayList<>();
      node.path("steps").forEach(value -> steps.add(value.intValue()));
      return steps;
    }

    double tolerance() {
      return name().endsWith(".zero") ? NO_SIGNAL_TOLERANCE : TOLERANCE;
    }

    Sampler sampler(int steps) {
      return switch (kind()) {
        case "DDIM" -> Ddim.sampler(schedule(), steps, node.path("eta").doubleValue());
        case "LCM" -> Lcm.sampler(schedule(), steps, node.path("strength").doubleValue());
        default -> SamplerKind.valueOf(kind()).create(schedule(), steps);
      };
    }

    @Override
    public String toString() {
      return name() + " of " + folder;
    }
  }

  private static Stream<Case> cases(Predicate<String> kind) {
    return GoldenTensors.sets()
        .map(set -> set.resolve("schedules"))
        .flatMap(
            folder ->
                StreamSupport.stream(read(folder.resolve("cases.json")).spliterator(), false)
                    .map(node -> new Case(folder, node)))
        .filter(one -> kind.test(one.kind()));
  }

  static Stream<Case> samplers() {
    return cases(kind -> !kind.equals("INVERSE"));
  }

  static Stream<Case> inversions() {
    return cases(kind -> kind.equals("INVERSE"));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void samplers_go_the_references_way(Case one) {
    assertThat(one.schedule().preferred().name()).isEqualTo(one.kind());
    try (GoldenTensors golden = GoldenTensors.in(one.folder());
        NDManager scope = ComputeDevice.CPU.newScope()) {
      int from = 0;
      for (int steps : one.steps()) {
        Sampler sampler = one.sampler(steps);
        assertThat(sampler.steps()).isEqualTo(steps);
        float scale = golden.values(one.name() + ".scales")[one.steps().indexOf(steps)];
        assertThat(sampler.startScale()).isCloseTo(scale, withinPercentage(1e-4));
        NDArray x = golden.array(scope, "in.start").mul((float) sampler.startScale());
        for (int i = 0; i < steps; i++) {
          Rows expected = new Rows(golden, one, from + i);
          assertThat((float) sampler.timestep(i)).isEqualTo(expected.timestep());
          NDArray noise = golden.array(scope, "in.noise").get(i);
          NDArray picture = golden.array(scope, "in.picture");
          expected.check("noised", sampler.addNoise(scope, picture, noise, i));
          NDArray wave = golden.array(scope, "in.wave").get(i);
          NDArray output = model(sampler.modelInput(scope, x, i), wave);
          expected.check("pictures", sampler.predictPicture(scope, x, output, i));
          x = sampler.step(scope, x, output, i, () -> noise);
          expected.check("states", x);
        }
        from += steps;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inversions")
  void inversion_goes_the_references_way(Case one) {
    try (GoldenTensors golden = GoldenTensors.in(one.folder());
        NDManager scope = ComputeDevice.CPU.newScope()) {
      int from = 0;
      for (int steps : one.steps()) {
        DdimInversion inversion = new DdimInversion(one.schedule(), steps);
        assertThat(inversion.steps()).isEqualTo(steps);
        NDArray x = golden.array(scope, "in.start");
        for (int i = 0; i < steps; i++) {
          Rows expected = new Rows(golden, one, from + i);
          assertThat((float) inversion.timestep(i)).isEqualTo(expected.timestep());
          x = inversion.step(scope, x, model(x, golden.array(scope, "in.wave").get(i)), i);
          expected.check("states", x);
        }
        from += steps;
      }
    }
  }

  /** The formula that schedules.py has in place of a model. */
  private static NDArray model(NDArray x, NDArray wave) {
    return x.div(x.mul(x).add(1).sqrt()).mul(0.75).add(wave.mul(0.5));
  }

  /** One row of what was recorded. */
  private record Rows(GoldenTensors golden, Case one, int row) {

    float timestep() {
      return golden.values(one.name() + ".timesteps")[row];
    }

    void check(String what, NDArray found) {
      float[] all = golden.values(one.name() + "." + what);
      float[] values = found.toFloatArray();
      float[] expected = new float[values.length];
      System.arraycopy(all, row * values.length, expected, 0, values.length);
      String name = one.name() + "." + what + " at row " + row;
      GoldenTensors.assertClose(name, expected, values, one.tolerance());
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
