package dev.frameloom.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.weights.GoldenPart;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The UNet against diffusers 0.35.2 on PyTorch 2.7.1, made by goldens/unet.py: sizes, FreeU,
 * control residuals, guidance as an input, upcast scores.
 *
 * <p>Tolerances: some hundreds of single precision roundings in another order come to about 1e-6 of
 * the range; ten times that is allowed.
 */
class GoldenUNetTest {

  private static final double TOLERANCE = 2e-5;
  private static final FreeU FREE_U = new FreeU(1.3, 1.4, 0.9, 0.2);

  /** A set, and a family in it. */
  record Case(Path set, String family) {

    GoldenPart unet() {
      return GoldenPart.open(set.resolve(family).resolve("unet"));
    }

    GoldenTensors golden() {
      return GoldenTensors.open(set.resolve("unet").resolve(family + ".safetensors"));
    }
  }

  static Stream<Case> cases() {
    return GoldenTensors.sets()
        .flatMap(set -> Stream.of(new Case(set, "sd1"), new Case(set, "sd2")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void any_size_will_do_with_and_without_freeu(Case golden) {
    try (GoldenPart part = golden.unet();
        GoldenTensors tensors = golden.golden();
        NDManager scope = part.newScope()) {
      NDArray text = tensors.array(scope, "size.in.text");
      for (String size : List.of("8x8", "6x10", "7x9", "5x12")) {
        UNetInput input = UNetInput.of(tensors.array(scope, "size.in." + size), 601, text);
        NDArray plain = part.unet().predict(scope, input, UNetHooks.NONE);
        tensors.assertClose("size.out." + size, plain, TOLERANCE);
        NDArray free = part.unet().predict(scope, input, UNetHooks.NONE.withSkips(FREE_U));
        tensors.assertClose("freeu.out." + size, free, TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void control_residuals_are_added_to_the_skips_and_the_middle(Case golden) {
    try (GoldenPart part = golden.unet();
        GoldenTensors tensors = golden.golden();
        NDManager scope = part.newScope()) {
      List<NDArray> skips = new ArrayList<>();
      while (tensors.names().contains("control.in." + skips.size())) {
        skips.add(tensors.array(scope, "control.in." + skips.size()));
      }
      assertThat(skips).hasSize(12);
      UNetInput input =
          UNetInput.of(
                  tensors.array(scope, "size.in.8x8"), 601, tensors.array(scope, "size.in.text"))
              .withControl(new ControlResiduals(skips, tensors.array(scope, "control.in.mid")));
      NDArray found = part.unet().predict(scope, input, UNetHooks.NONE);
      tensors.assertClose("control.out", found, TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void scores_written_out_in_single_precision_are_the_same(Path set) {
    Case golden = new Case(set, "sd2");
    try (GoldenPart part = golden.unet();
        GoldenTensors inputs = golden.golden();
        GoldenTensors tensors = GoldenTensors.open(set.resolve("unet/upcast.safetensors"));
        NDManager scope = part.newScope()) {
      NDArray text = inputs.array(scope, "size.in.text");
      UNetInput input = UNetInput.of(inputs.array(scope, "size.in.8x8"), 601, text);
      NDArray found = part.unet().predict(scope, input, UNetHooks.NONE);
      tensors.assertClose("upcast.out", found, TOLERANCE);
    }
  }

  /**
   * Guidance and fractional timesteps. Sinusoids of thousands of radians carry the rounding of
   * their argument, up to 2e-4 here; both sides round it alike.
   */
  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void a_consistency_model_takes_the_guidance_as_an_input(Path set) {
    try (GoldenPart part = GoldenPart.open(set.resolve("unet/lcm"));
        GoldenTensors tensors = GoldenTensors.open(set.resolve("unet/lcm.safetensors"));
        NDManager scope = part.newScope()) {
      NDArray x = tensors.array(scope, "lcm.in.x");
      NDArray text = tensors.array(scope, "lcm.in.text");
      UNetInput input = UNetInput.of(x, 499, text);
      for (double guidance : new double[] {1, 2.5, 7.5, 8.1}) {
        NDArray found = part.unet().predict(scope, input.withGuidance(guidance), UNetHooks.NONE);
        tensors.assertClose("lcm.out." + guidance, found, TOLERANCE);
      }
      NDArray none = part.unet().predict(scope, input, UNetHooks.NONE);
      tensors.assertClose("lcm.out.none", none, TOLERANCE);
      NDArray between = part.unet().predict(scope, UNetInput.of(x, 258.7, text), UNetHooks.NONE);
      tensors.assertClose("lcm.out.between", between, TOLERANCE);
    }
  }
}
