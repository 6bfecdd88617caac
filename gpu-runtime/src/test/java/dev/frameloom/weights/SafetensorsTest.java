package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  @TempDir Path folder;

  @Test
  void what_is_written_is_read_again() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("b.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    writer.add("a.bias", new float[] {-0.5f}, 1);
    Path file = folder.resolve("model.safetensors");
    writer.write(file);
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      assertThat(weights.at("b").tensor("weight", 2, 3).toFloatArray())
          .containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(weights.tensor("a.bias", 1).toFloatArray()).containsExactly(-0.5f);
      assertThat(weights.has("c")).isFalse();
      assertThat(files.counts()).containsEntry("b.weight", 6L).containsEntry("a.bias", 1L);
    }
  }

  @Test
  void half_precision_becomes_single() throws IOException {
    // 1.5 and −2 as float16, then as bfloat16
    raw(
        """
        {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},\
        "b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}""",
        0x3E00,
        0xC000,
        0x3FC0,
        0xC000);
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      assertThat(weights.tensor("h", 2).toFloatArray()).containsExactly(1.5f, -2f);
      assertThat(weights.tensor("b", 2).toFloatArray()).containsExactly(1.5f, -2f);
    }
  }

  @Test
  void a_missing_tensor_and_one_of_another_shape_are_named() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("conv_in.weight", new float[6], 2, 3);
    writer.write(folder.resolve("model.safetensors"));
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      assertThatThrownBy(() -> weights.tensor("conv_out.bias", 4))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll("model.safetensors", "missing", "conv_out.bias", "[4]");
      assertThatThrownBy(() -> weights.at("conv_in").tensor("weight", 3, 3))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll("model.safetensors", "conv_in.weight", "[3, 3]", "[2, 3]");
    }
  }

  @Test
  void a_type_that_is_not_read_is_named() throws IOException {
    raw("{\"t\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1, 0);
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      assertThatThrownBy(() -> weights.tensor("t", 1))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContainingAll("found I32", "whole numbers");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|JSON object",
        "{\"t\":1}|dtype, shape",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|begin at byte 0",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,8]}}|at least 0",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}|[3] numbers of 4 bytes",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4611686018427387904],\"data_offsets\":[0,8]}}|too large",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}|found bytes 8 to 0",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"u\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|without overlap",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}|cut short",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|found 8",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}|16 sizes",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"t\":1}|no JSON",
        "{\"__metadata__\":{\"format\":1}}|expected a text as __metadata__ format",
        "{\"__metadata__\":[]}|expected an object of texts",
        "{\"t\":|no JSON"
      })
  void a_hostile_header_is_refused(String header, String reason) throws IOException {
    raw(header, 0, 0, 0, 0);
    assertThatThrownBy(() -> WeightFiles.open(folder, "model"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("model.safetensors", reason);
  }

  @Test
  void a_hostile_length_is_refused() throws IOException {
    for (long length : new long[] {-1, 0, 9, Long.MAX_VALUE, Long.MIN_VALUE}) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(folder.resolve("model.safetensors"), bytes.array());
      assertThatThrownBy(() -> WeightFiles.open(folder, "model"))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("length");
    }
    Files.write(folder.resolve("model.safetensors"), new byte[5]);
    assertThatThrownBy(() -> WeightFiles.open(folder, "model")).hasMessageContaining("5 bytes");
  }

  @Test
  void damaged_files_are_refused_or_read_but_nothing_else() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("a", new float[4], 4);
    writer.add("b", new float[6], 2, 3);
    Path file = folder.resolve("model.safetensors");
    writer.write(file);
    byte[] intact = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = java.util.Arrays.copyOf(intact, intact.length - random.nextInt(3));
      for (int j = 0; j < 3; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      assertThatCode(
              () -> {
                try (WeightFiles files = WeightFiles.open(folder, "model")) {
                  assertThat(files.counts()).isNotNull();
                } catch (ModelLoadException refused) {
                  assertThat(refused).hasMessageContaining("model.safetensors");
                }
              })
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PK\u0003\u0004\u0000\u0000\u0008\u0008data|a pickle checkpoint",
        "version https://git-lfs.github.com/spec/v1|git lfs pull",
        "<!DOCTYPE html><html>|a web page",
        "GGUF\u0003\u0000\u0000\u0000|GGUF",
        "{\"weight_map\": {}, \"more\": 1}|a JSON file"
      })
  void another_file_under_the_name_is_refused_by_what_it_is(String content, String what)
      throws IOException {
    Files.write(folder.resolve("model.safetensors"), content.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> WeightFiles.open(folder, "model"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("model.safetensors", what);
  }

  @Test
  void scalars_and_empty_tensors_are_read_wherever_they_lie() throws IOException {
    raw(
        """
        {"s":{"dtype":"F16","shape":[],"data_offsets":[0,2]},\
        "none":{"dtype":"F32","shape":[0,3],"data_offsets":[2,2]},\
        "odd":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""",
        0x3E00,
        0x0000,
        0xC000);
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      assertThat(weights.tensor("s").toFloatArray()).containsExactly(1.5f);
      assertThat(weights.tensor("none", 0, 3).toFloatArray()).isEmpty();
      assertThat(weights.tensor("odd", 1).toFloatArray()).containsExactly(-2f);
    }
  }

  @Test
  void an_index_and_its_files_must_agree() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      SafetensorsWriter writer = new SafetensorsWriter();
      writer.add(name, new float[] {1}, 1);
      writer.write(folder.resolve("model-" + name + ".safetensors"));
    }
    assertDisagrees("{\"a\":\"model-b.safetensors\",\"b\":\"model-a.safetensors\"}", "tensor a");
    assertDisagrees("{\"a\":\"model-a.safetensors\",\"c\":\"model-b.safetensors\"}", "tensor c");
    assertDisagrees(
        "{\"a\":\"model-a.safetensors\",\"d\":\"model-a.safetensors\"}", "none of the files");
  }

  private void assertDisagrees(String map, String what) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":" + map + "}");
    assertThatThrownBy(() -> WeightFiles.open(folder, "model"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("model.safetensors.index.json", what);
  }

  @Test
  void shards_are_found_by_their_index() throws IOException {
    SafetensorsWriter first = new SafetensorsWriter();
    first.add("a", new float[] {1}, 1);
    first.write(folder.resolve("model-1.safetensors"));
    SafetensorsWriter second = new SafetensorsWriter();
    second.add("b", new float[] {2}, 1);
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(
        index, "{\"weight_map\":{\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\"}}");
    assertThatThrownBy(() -> WeightFiles.open(folder, "model"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("missing file", "model-2.safetensors");
    second.write(folder.resolve("model-2.safetensors"));
    try (WeightFiles files = WeightFiles.open(folder, "model")) {
      assertThat(files.counts()).containsOnlyKeys("a", "b");
      assertThat(files.paths()).hasSize(2);
    }
    Files.writeString(index, "{\"weight_map\":{\"a\":\"../model-1.safetensors\"}}");
    assertThatThrownBy(() -> WeightFiles.open(folder, "model")).hasMessageContaining("beside it");
  }

  @Test
  void the_half_precision_variant_is_found() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("a", new float[] {1}, 1);
    writer.write(folder.resolve("model.fp16.safetensors"));
    try (WeightFiles files = WeightFiles.open(folder, "model")) {
      assertThat(files.counts()).containsOnlyKeys("a");
    }
  }

  private void raw(String header, int... halves) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[8 + json.length + 2 * halves.length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json);
    for (int half : halves) {
      buffer.putShort((short) half);
    }
    Files.write(folder.resolve("model.safetensors"), bytes);
  }
}
