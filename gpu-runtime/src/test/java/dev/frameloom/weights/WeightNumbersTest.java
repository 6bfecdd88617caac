package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.ComputeDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of weights: that they are read exactly, and what is refused. */
class WeightNumbersTest {

  private static final int ALL = 1 << 16;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void a_number_that_is_not_finite_is_refused_with_its_place(float broken) throws IOException {
    float[] values = new float[3000];
    values[1234] = broken;
    values[2000] = -broken;
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("conv.weight", values, 10, 300);
    writer.write(folder.resolve("model.safetensors"));
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      assertThatThrownBy(() -> weights.at("conv").tensor("weight", 10, 300))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll(
              "model.safetensors", "conv.weight", "found 2 of 3000", "index 1234");
      assertThatThrownBy(() -> weights.at("conv").rows(List.of("weight"), 10, 300))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll("conv.weight", "found 2 of 3000", "index 1234");
    }
  }

  @Test
  void a_number_beyond_half_precision_is_refused_only_where_half_precision_is_wanted()
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("fits", new float[] {65519, -65504}, 2);
    writer.add("large", new float[] {1, -70000, 1e9f}, 3);
    writer.write(folder.resolve("model.safetensors"));
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights half = new Weights(files, owner, DataType.FLOAT16);
      assertThat(half.tensor("fits", 2).toType(DataType.FLOAT32, true).toFloatArray())
          .containsExactly(65504, -65504);
      assertThatThrownBy(() -> half.tensor("large", 3))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll(
              "model.safetensors", "large", "found 2 of 3", "-70000.0 at index 1", "bf16");
      Weights single = new Weights(files, owner, DataType.FLOAT32);
      assertThat(single.tensor("large", 3).toFloatArray()).containsExactly(1, -70000, 1e9f);
    }
  }

  @Test
  void large_numbers_whose_sum_is_infinite_are_fine() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("t", new float[] {3e38f, 3e38f}, 2);
    writer.write(folder.resolve("model.safetensors"));
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      assertThat(new Weights(files, owner, DataType.FLOAT32).tensor("t", 2).toFloatArray())
          .containsExactly(3e38f, 3e38f);
    }
  }

  @Test
  void every_half_and_every_bfloat16_is_read_exactly_from_any_alignment() throws IOException {
    short[] halves = new short[ALL];
    short[] brains = new short[ALL];
    for (int i = 0; i < ALL; i++) {
      halves[i] = (short) ((i & 0x7C00) == 0x7C00 ? 0 : i); // no infinities and NaN
      brains[i] = (short) ((i & 0x7F80) == 0x7F80 ? 0 : i);
    }
    for (String padding : new String[] {"", " "}) { // one of them is not at an even place
      write(padding, halves, brains);
      try (WeightFiles files = WeightFiles.open(folder, "model");
          NDManager owner = ComputeDevice.CPU.newScope()) {
        Weights weights = new Weights(files, owner, DataType.FLOAT32);
        assertThat(weights.tensor("h", ALL).toFloatArray()).isEqualTo(values("F16", halves));
        assertThat(weights.tensor("b", ALL).toFloatArray()).isEqualTo(values("BF16", brains));
      }
    }
  }

  private void write(String padding, short[] halves, short[] brains) throws IOException {
    String header =
        "{\"h\":{\"dtype\":\"F16\",\"shape\":[65536],\"data_offsets\":[0,131072]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[65536],\"data_offsets\":[131072,262144]}}"
            + padding;
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 4 * ALL);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length());
    bytes.put(header.getBytes(StandardCharsets.UTF_8));
    bytes.asShortBuffer().put(halves).put(brains);
    Files.write(folder.resolve("model.safetensors"), bytes.array());
  }

  private static float[] values(String type, short[] bits) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * ALL).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(bits);
    float[] values = new float[ALL];
    for (int i = 0; i < ALL; i++) {
      values[i] = TensorType.named(type).orElseThrow().value(bytes, i);
    }
    assertThat(Arrays.stream(new int[] {0x3E00, 0xC000}).mapToObj(i -> values[i]).toList())
        .isEqualTo(type.equals("F16") ? List.of(1.5f, -2f) : List.of(0.125f, -2f));
    return values;
  }
}
