package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole models against diffusers 0.35.2 on PyTorch 2.7.1.
 *
 * <p>Tolerances: values are of size 1 to 10, single precision rounds to 6e-8 of that, and some
 * hundreds of roundings in another order (fused projections, channels-last convolutions) come to
 * about 1e-5. The edit has six steps with guidance 3 that carry errors on and multiply them.
 */
class GoldenModelTest {

  private static final List<String> PROMPTS =
      List.of("a photo of a cat", "pencil sketch of the running woman");

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void text_embeddings_equal_the_references(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder);
        DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      golden.assertClose("text.out", model.encodeText(scope, PROMPTS), 2e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void unet_predictions_equal_the_references(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder);
        DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      NDArray x = golden.array(scope, "unet.in.x");
      NDArray text = golden.array(scope, "text.out");
      for (int timestep : new int[] {7, 501, 999}) {
        NDArray found = model.predict(scope, UNetInput.of(x, timestep, text), UNetHooks.NONE);
        golden.assertClose("unet.out." + timestep, found, 5e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void latents_and_pictures_equal_the_references(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder);
        DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      NDArray latents = model.encodeImages(scope, golden.array(scope, "vae.in.image"));
      golden.assertClose("vae.out.latents", latents, 2e-5);
      NDArray decoded = model.decodeLatents(scope, golden.array(scope, "vae.out.latents"));
      golden.assertClose("vae.out.image", decoded, 5e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void an_edit_of_a_picture_equals_the_references(Path folder) {
    try (GoldenTensors golden = GoldenTensors.in(folder);
        DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      NDArray full = model.encodeText(scope, PROMPTS);
      NDArray bare = model.encodeText(scope, List.of("", ""));
      NDArray latents = model.encodeImages(scope, golden.array(scope, "vae.in.image"));
      Sampler sampler = model.sampler(10).from(0.6);
      assertThat(sampler.timestep(0)).isEqualTo(501);
      NDArray noise = golden.array(scope, "edit.in.noise");
      NDArray x = sampler.addNoise(scope, latents, noise, 0);
      for (int i = 0; i < sampler.steps(); i++) {
        NDArray without =
            model.predict(scope, UNetInput.of(x, sampler.timestep(i), bare), UNetHooks.NONE);
        NDArray with =
            model.predict(scope, UNetInput.of(x, sampler.timestep(i), full), UNetHooks.NONE);
        NDArray output = without.add(with.sub(without).mul(3));
        x = sampler.step(scope, x, output, i, () -> noise);
      }
      golden.assertClose("edit.out.latents", x, 1e-3);
      golden.assertClose("edit.out.image", model.decodeLatents(scope, x), 1e-3);
    }
  }
}
