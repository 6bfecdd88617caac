package dev.frameloom.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The autoencoder against diffusers 0.35.2 on PyTorch 2.7.1, and in bands against itself as a
 * whole. Tolerances: single precision rounds to 6e-8, and fifty layers in another order of
 * summation come to about 1e-6; random weights carry errors on.
 */
class AutoencoderTest {

  private static final double SAME = 5e-6;

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void a_sample_of_the_posterior_equals_the_references(Path family) {
    try (NDManager owner = ComputeDevice.CPU.newScope();
        GoldenTensors model = GoldenTensors.in(family);
        GoldenTensors golden = golden(family)) {
      Autoencoder vae = read(family, owner);
      NDArray image = model.array(owner, "vae.in.image");
      NDArray noise = golden.array(owner, "sample.in.noise");
      golden.assertClose("sample.out", vae.encodeSample(owner, image, noise), 2e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void bands_of_any_height_give_what_the_whole_gives(Path family) {
    try (NDManager owner = ComputeDevice.CPU.newScope();
        GoldenTensors model = GoldenTensors.in(family);
        GoldenTensors golden = golden(family)) {
      Autoencoder vae = read(family, owner);
      NDArray image = model.array(owner, "vae.in.image");
      NDArray noise = golden.array(owner, "sample.in.noise");
      NDArray latents = vae.encode(owner, image);
      NDArray sample = vae.encodeSample(owner, image, noise);
      NDArray decoded = vae.decode(owner, latents);
      for (int rows : new int[] {1, 3, 4, 7}) {
        Tiling tiling = new Tiling(rows);
        assertClose(latents, vae.encode(owner, image, tiling));
        assertClose(sample, vae.encodeSample(owner, image, noise, tiling));
        assertClose(decoded, vae.decode(owner, latents, tiling));
      }
      assertThat(vae.decode(owner, latents, new Tiling(8)).toFloatArray())
          .as("one band")
          .isEqualTo(decoded.toFloatArray());
    }
  }

  @Test
  void bands_leave_nothing_behind_but_the_result() {
    try (NDManager owner = ComputeDevice.CPU.newScope()) {
      Autoencoder vae = read(GoldenTensors.folder().resolve("sd1"), owner);
      NDArray latents = Noise.normal(owner, 1, "latents", 0, 1, 4, 8, 8);
      try (NDManager scope = owner.newSubManager()) {
        NDArray decoded = vae.decode(scope, latents, new Tiling(2));
        assertThat(decoded.getManager()).isSameAs(scope);
        assertThat(scope.getManagedArrays()).hasSize(1);
        assertThat(latents.getManager()).isSameAs(owner);
      }
    }
  }

  @Test
  void shapes_that_do_not_fit_are_named() {
    try (NDManager owner = ComputeDevice.CPU.newScope()) {
      Autoencoder vae = read(GoldenTensors.folder().resolve("sd1"), owner);
      NDArray odd = Noise.normal(owner, 1, "x", 0, 1, 3, 16, 20);
      assertThatThrownBy(() -> vae.encode(owner, odd))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("multiples of 8, found 16 and 20");
      NDArray image = Noise.normal(owner, 1, "x", 0, 1, 3, 16, 16);
      assertThatThrownBy(() -> vae.encodeSample(owner, image, odd))
          .hasMessageContaining("noise: expected shape (1, 4, 2, 2), found (1, 3, 16, 20)");
      assertThatThrownBy(() -> vae.decode(owner, image))
          .hasMessageContaining("latents: expected shape (-1, 4, -1, -1)");
      assertThatThrownBy(() -> new Tiling(0)).hasMessageContaining("at least 1, found 0");
    }
  }

  private static GoldenTensors golden(Path family) {
    return GoldenTensors.open(
        family.resolveSibling("vae").resolve(family.getFileName() + ".safetensors"));
  }

  private static Autoencoder read(Path family, NDManager owner) {
    ModelFiles model = ModelFiles.open(family);
    try (WeightFiles files = model.weights("vae")) {
      return new Autoencoder(
          VaeConfig.read(model.config("vae")), new Weights(files, owner, DataType.FLOAT32));
    }
  }

  private static void assertClose(NDArray expected, NDArray found) {
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    GoldenTensors.assertClose("bands", expected.toFloatArray(), found.toFloatArray(), SAME);
  }
}
