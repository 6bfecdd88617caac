package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.text.ClipTextEncoder;
import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.unet.UNet;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written over a model's weights is what the model computes with, to the last bit. */
class WeightPlacesTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void a_unet_with_all_weights_overwritten_is_the_unet_of_those_weights(Path folder)
      throws IOException {
    ModelFiles model = ModelFiles.open(folder);
    UNetConfig config = UNetConfig.read(model.config("unet"));
    Path others = others(folder.resolve("unet/diffusion_pytorch_model.safetensors"));
    try (NDManager owner = ComputeDevice.CPU.newScope();
        WeightFiles files = model.weights("unet");
        WeightFiles otherFiles = WeightFiles.open(others, "other")) {
      UNet fresh = new UNet(config, new Weights(otherFiles, owner, DataType.FLOAT32));
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      UNet overwritten = new UNet(config, weights);
      assertThat(weights.places().shapes().keySet()).isEqualTo(files.counts().keySet());
      overwrite(weights.places(), others);
      assertThat(predicted(owner, overwritten, config)).isEqualTo(predicted(owner, fresh, config));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void a_text_encoder_with_all_weights_overwritten_is_that_of_those_weights(Path folder)
      throws IOException {
    ModelFiles model = ModelFiles.open(folder);
    TextEncoderConfig config = TextEncoderConfig.read(model.config("text_encoder"));
    Path others = others(folder.resolve("text_encoder/model.safetensors"));
    try (NDManager owner = ComputeDevice.CPU.newScope();
        WeightFiles files = model.weights("text_encoder");
        WeightFiles otherFiles = WeightFiles.open(others, "other")) {
      ClipTextEncoder fresh =
          new ClipTextEncoder(config, new Weights(otherFiles, owner, DataType.FLOAT32));
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      ClipTextEncoder overwritten = new ClipTextEncoder(config, weights);
      overwrite(weights.places(), others);
      List<List<Integer>> ids = List.of(Collections.nCopies(77, 5));
      assertThat(overwritten.encode(owner, ids).toFloatArray())
          .isEqualTo(fresh.encode(owner, ids).toFloatArray());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void an_overwritten_tensor_can_be_read_again_from_its_file(Path folder) {
    try (NDManager owner = ComputeDevice.CPU.newScope();
        WeightFiles files = ModelFiles.open(folder).weights("unet")) {
      String name = "conv_in.weight";
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      NDArray landed =
          weights.tensor(name, files.shapes().get(name).stream().mapToLong(it -> it).toArray());
      float[] before = landed.toFloatArray();
      weights.places().overwrite(name, landed.mul(2));
      assertThat(landed.toFloatArray()).isNotEqualTo(before);
      NDArray again = weights.original(owner, name, weights.places().shapes().get(name));
      assertThat(again.toFloatArray()).isEqualTo(before);
    }
  }

  @Test
  void values_of_another_shape_or_name_are_refused() {
    try (NDManager owner = ComputeDevice.CPU.newScope()) {
      WeightPlaces places = new WeightPlaces();
      places.add("proj.weight", new long[] {2, 3, 1, 1}, owner.zeros(new Shape(4, 3)), 2);
      places.overwrite("proj.weight", owner.ones(new Shape(2, 3, 1, 1)));
      assertThatThrownBy(() -> places.overwrite("proj.weight", owner.ones(new Shape(3, 2))))
          .hasMessageContainingAll("proj.weight", "expected shape [2, 3, 1, 1]", "found [3, 2]");
      assertThatThrownBy(() -> places.overwrite("proj.bias", owner.ones(new Shape(2))))
          .hasMessageContaining("proj.bias");
    }
  }

  /** The same tensors with all values halved and turned around. */
  private Path others(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    try (GoldenTensors stored = GoldenTensors.open(file);
        SafetensorsFile shapes = SafetensorsFile.open(file)) {
      for (Map.Entry<String, TensorEntry> entry : shapes.tensors().entrySet()) {
        if (!entry.getValue().type().equals("F32")) {
          continue; // position ids of older files
        }
        float[] values = stored.values(entry.getKey());
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
          turned[i] = values[values.length - 1 - i] / 2;
        }
        long[] shape = entry.getValue().shape().stream().mapToLong(Long::longValue).toArray();
        writer.add(entry.getKey(), turned, shape);
      }
    }
    Path other = Files.createDirectories(temporary.resolve("other"));
    writer.write(other.resolve("other.safetensors"));
    return other;
  }

  private static void overwrite(WeightPlaces places, Path others) {
    try (NDManager scope = ComputeDevice.CPU.newScope();
        GoldenTensors values = GoldenTensors.open(others.resolve("other.safetensors"))) {
      places.shapes().keySet().forEach(it -> places.overwrite(it, values.array(scope, it)));
    }
  }

  private static float[] predicted(NDManager scope, UNet unet, UNetConfig config) {
    NDArray x = Noise.normal(scope, 1, "x", 0, 1, 4, 8, 8);
    NDArray text = Noise.normal(scope, 1, "text", 0, 1, 77, config.contextSize());
    return unet.predict(scope, UNetInput.of(x, 501, text), UNetHooks.NONE).toFloatArray();
  }
}
