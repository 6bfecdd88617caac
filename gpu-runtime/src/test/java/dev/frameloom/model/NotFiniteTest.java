package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.image.TestPictures;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.PatchedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that compute what is no number say where it came from. */
class NotFiniteTest {

  private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
  private static final String VAE = "vae/diffusion_pytorch_model.safetensors";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    UntrainedModel.write(folder.resolve("tiny"), 1);
  }

  @Test
  void a_layer_that_overflows_is_named_with_what_went_in() {
    damage(UNET, "down_blocks.1.resnets.0.conv1.bias", 3e38f);

    NotFiniteException thrown = predicting("cpu");

    assertThat(thrown.layer()).isEqualTo("down_blocks.1.resnets.0");
    assertThat(thrown)
        .hasMessageStartingWith("unet: down_blocks.1.resnets.0 gives ")
        .hasMessageContaining("not finite, in fp32, from numbers of ")
        .hasMessageContaining("weights of up to 3.00e+38")
        .hasMessageContaining("LoRA");
  }

  @Test
  void a_layer_that_overflows_in_half_precision_alone_is_advised_upon() {
    // 6e4 twice is 1.2e5
    damage(UNET, "conv_in.bias", 6e4f);
    damage(UNET, "down_blocks.0.resnets.0.conv2.bias", 6e4f);

    assertThat(predicting("cpu:fp16"))
        .hasMessageContaining("down_blocks.0.resnets.0 gives")
        .hasMessageContaining("in fp16")
        .hasMessageContaining("run the model in bf16 or fp32");
    predictFinite("cpu:bf16");
  }

  @Test
  void weights_that_are_not_numbers_are_refused_when_the_model_is_loaded() {
    damage(UNET, "up_blocks.0.resnets.1.norm2.weight", Float.NaN);

    assertThatThrownBy(() -> load("cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("up_blocks.0.resnets.1.norm2.weight")
        .hasMessageContaining("file is damaged");
  }

  @Test
  void weights_beyond_half_precision_are_refused_there_alone() {
    damage(UNET, "up_blocks.0.resnets.1.conv1.bias", 1e5f);

    assertThatThrownBy(() -> load("cpu:fp16"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("up_blocks.0.resnets.1.conv1.bias")
        .hasMessageContaining("bf16");
    predictFinite("cpu");
  }

  @Test
  void inputs_that_are_not_numbers_are_the_callers_fault() {
    try (DiffusionModel model = load("cpu");
        NDManager scope = model.newScope()) {
      NDArray latents = scope.full(new Shape(1, 4, 8, 8), Float.NaN);
      NDArray text = model.encodeText(scope, List.of("ink"));
      assertThatThrownBy(() -> model.predict(scope, UNetInput.of(latents, 1, text), UNetHooks.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("latents: expected finite numbers, found 256 of 256 that are not");
      NDArray images = scope.full(new Shape(1, 3, 8, 8), Float.POSITIVE_INFINITY);
      assertThatThrownBy(() -> model.encodeImages(scope, images))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("images: expected finite numbers");
    }
  }

  @Test
  void an_edit_fails_with_the_layer_in_its_message() {
    damage(VAE, "decoder.conv_in.bias", 3e38f);
    SourceFrame frame = new SourceFrame(0, TestPictures.waves(64, 64, 0, 0));
    EditParameters parameters = new EditParameters("live", "tiny", "ink", "", 1, 2, 0.5, 1);
    WindowEdit window = new WindowEdit(parameters, frame, List.of(frame), List.of(0), 0);

    try (EditRuntime runtime = new EditRuntime(folder::resolve, "cpu")) {
      assertThatThrownBy(() -> runtime.edit(window))
          .isInstanceOf(EditException.class)
          .hasMessageStartingWith("vae: decoder.");
    }
  }

  private void damage(String file, String tensor, float value) {
    PatchedWeights.fill(folder.resolve("tiny").resolve(file), tensor, value);
  }

  private DiffusionModel load(String device) {
    return DiffusionModel.load(folder.resolve("tiny"), device);
  }

  private NotFiniteException predicting(String device) {
    return catchThrowableOfType(NotFiniteException.class, () -> predictFinite(device));
  }

  private void predictFinite(String device) {
    try (DiffusionModel model = load(device);
        NDManager scope = model.newScope()) {
      NDArray latents = scope.ones(new Shape(1, 4, 8, 8));
      NDArray text = model.encodeText(scope, List.of("ink"));
      model.predict(scope, UNetInput.of(latents, 500, text), UNetHooks.NONE);
    }
  }
}
