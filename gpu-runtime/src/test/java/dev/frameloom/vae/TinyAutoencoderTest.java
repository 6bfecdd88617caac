package dev.frameloom.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.ModelInspection;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tiny autoencoders against diffusers 0.35.2 on PyTorch 2.7.1, in both layouts. Forty convolutions
 * in single precision come to about 1e-6 of the range.
 */
class TinyAutoencoderTest {

  @TempDir Path folder;

  static Stream<Path> layouts() {
    return GoldenTensors.sets()
        .flatMap(set -> Stream.of("diffusers", "original").map(set.resolve("taesd")::resolve));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void latents_and_pictures_equal_the_references(Path layout) {
    try (NDManager owner = ComputeDevice.CPU.newScope();
        GoldenTensors golden = golden(layout)) {
      TinyAutoencoder tiny = TinyAutoencoder.read(layout, owner, DataType.FLOAT32);
      NDArray latents = tiny.encode(owner, golden.array(owner, "in.image"));
      golden.assertClose("out.latents", latents, 5e-6);
      golden.assertClose("out.image", tiny.decode(owner, golden.array(owner, "in.latents")), 5e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void bands_of_any_height_give_what_the_whole_gives(Path layout) {
    try (NDManager owner = ComputeDevice.CPU.newScope();
        GoldenTensors golden = golden(layout)) {
      TinyAutoencoder tiny = TinyAutoencoder.read(layout, owner, DataType.FLOAT32);
      NDArray image = golden.array(owner, "in.image");
      NDArray latents = golden.array(owner, "in.latents");
      for (int rows : new int[] {1, 2, 3}) {
        Tiling tiling = new Tiling(rows);
        golden.assertClose("out.latents", tiny.encode(owner, image, tiling), 5e-6);
        golden.assertClose("out.image", tiny.decode(owner, latents, tiling), 5e-6);
      }
    }
  }

  @Test
  void there_is_no_posterior_to_sample() {
    try (NDManager owner = ComputeDevice.CPU.newScope()) {
      TinyAutoencoder tiny = read(owner);
      NDArray image = Noise.normal(owner, 1, "image", 0, 1, 3, 16, 8);
      NDArray noise = Noise.normal(owner, 1, "noise", 0, 1, 4, 2, 1);
      assertThat(tiny.encodeSample(owner, image, noise).toFloatArray())
          .isEqualTo(tiny.encode(owner, image).toFloatArray());
      assertThatThrownBy(() -> tiny.encodeSample(owner, image, image))
          .hasMessageContaining("noise: expected shape (1, 4, 2, 1)");
    }
  }

  @Test
  void a_model_may_have_a_tiny_autoencoder_as_its_own_or_beside_its_own() throws IOException {
    Path own = copy("own");
    copyFiles(tinyFolder(), own.resolve("vae"));
    assertTiny(DiffusionModel.load(own, "cpu"));
    assertTiny(DiffusionModel.load(own, "cpu", CodecChoice.TINY));
    assertThat(ModelInspection.inspect(own).vae()).isInstanceOf(TinyConfig.class);

    Path beside = copy("beside");
    assertThatThrownBy(() -> DiffusionModel.load(beside, "cpu", CodecChoice.TINY))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("vae_tiny");
    String before = ModelInspection.inspect(beside).description().revision();
    copyFiles(tinyFolder(), beside.resolve("vae_tiny"));
    assertTiny(DiffusionModel.load(beside, "cpu", CodecChoice.TINY));
    assertThat(ModelInspection.inspect(beside).description().revision()).isNotEqualTo(before);
  }

  @Test
  void settings_that_are_not_built_are_refused_by_name() throws IOException {
    for (String setting :
        List.of(
            "\"act_fn\": \"gelu\"",
            "\"upsample_fn\": \"bilinear\"",
            "\"upsampling_scaling_factor\": 4",
            "\"shift_factor\": 0.5",
            "\"decoder_block_out_channels\": [64, 32, 64, 64]",
            "\"num_decoder_blocks\": [1, 1]")) {
      ConfigReader config =
          new ConfigReader("vae/config.json", new ObjectMapper().readTree("{" + setting + "}"));
      assertThatThrownBy(() -> TinyConfig.read(config))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining(
              "vae/config.json: setting " + setting.substring(1, setting.indexOf("\":")));
    }
  }

  private static void assertTiny(DiffusionModel model) {
    try (model;
        NDManager scope = model.newScope();
        GoldenTensors golden = golden(tinyFolder())) {
      assertThat(model.latentFactor()).isEqualTo(8);
      NDArray decoded = model.decodeLatents(scope, golden.array(scope, "in.latents"));
      golden.assertClose("out.image", decoded, 5e-6);
    }
  }

  private static GoldenTensors golden(Path layout) {
    return GoldenTensors.open(layout.resolveSibling(layout.getFileName() + ".safetensors"));
  }

  private static Path tinyFolder() {
    return GoldenTensors.folder().resolve("taesd").resolve("diffusers");
  }

  private static TinyAutoencoder read(NDManager owner) {
    return TinyAutoencoder.read(tinyFolder(), owner, DataType.FLOAT32);
  }

  private Path copy(String name) throws IOException {
    Path model = GoldenTensors.folder().resolve("sd1");
    Path target = folder.resolve(name);
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = target.resolve(model.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    return target;
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
