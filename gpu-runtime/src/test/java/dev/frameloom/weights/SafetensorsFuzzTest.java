package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Whatever a file holds, it is read or refused with a {@link ModelLoadException} that names it: no
 * other exception, no error, and no tensor that reaches beyond the file.
 */
class SafetensorsFuzzTest {

  private Path folder;

  @BeforeProperty
  void make() throws IOException {
    folder = Files.createTempDirectory("fuzz");
  }

  @AfterProperty
  void remove() throws IOException {
    Files.deleteIfExists(folder.resolve("model.safetensors"));
    Files.delete(folder);
  }

  /** A change of a valid file's bytes. */
  record Change(int place, byte value) {}

  @Property(tries = 200)
  void a_file_with_changed_bytes_is_read_or_refused(
      @ForAll @Size(min = 1, max = 6) List<@From("changes") Change> changes,
      @ForAll @IntRange(max = 12) int cut)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("a", new float[] {1, 2, 3, 4}, 4);
    writer.add("b", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Path file = folder.resolve("model.safetensors");
    writer.write(file);
    byte[] bytes = Files.readAllBytes(file);
    byte[] damaged = Arrays.copyOf(bytes, bytes.length - cut);
    for (Change change : changes) {
      damaged[Math.floorMod(change.place(), damaged.length)] = change.value();
    }
    Files.write(file, damaged);
    readOrRefuse();
  }

  @Provide
  Arbitrary<Change> changes() {
    return Combinators.combine(Arbitraries.integers(), Arbitraries.bytes()).as(Change::new);
  }

  @Property(tries = 300)
  void a_header_made_of_odd_pieces_is_read_or_refused(
      @ForAll("entries") List<String> entries, @ForAll @IntRange(max = 40) int data)
      throws IOException {
    write("{" + String.join(",", entries) + "}", data);
    readOrRefuse();
  }

  @Provide
  Arbitrary<List<String>> entries() {
    Arbitrary<String> name =
        Arbitraries.of("\"a\"", "\"b\"", "\"\"", "\"ü\\u0000\"", "\"__metadata__\"");
    Arbitrary<String> type =
        Arbitraries.of("\"F32\"", "\"F16\"", "\"F8_E4M3\"", "\"\"", "7", "null");
    Arbitrary<String> number =
        Arbitraries.of(
            "0",
            "1",
            "2",
            "4",
            "8",
            "-1",
            "1.5",
            "1e99",
            "9223372036854775807",
            "9223372036854775808",
            "4294967296",
            "null",
            "\"4\"",
            "[1]");
    Arbitrary<String> numbers =
        number.list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
    Arbitrary<String> tensor =
        Combinators.combine(type, numbers, numbers)
            .as("{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}"::formatted);
    Arbitrary<String> value =
        Arbitraries.frequencyOf(
            Tuple.of(8, tensor),
            Tuple.of(1, number),
            Tuple.of(1, Arbitraries.of("{}", "{\"format\":\"pt\"}", "{\"x\":1}")));
    return Combinators.combine(name, value).as((n, v) -> n + ":" + v).list().ofMaxSize(3);
  }

  @Property(tries = 3)
  void deep_and_long_headers_are_refused(@ForAll @IntRange(min = 2000, max = 50_000) int depth)
      throws IOException {
    for (String header :
        List.of(
            "[".repeat(depth) + "]".repeat(depth),
            "{\"a\":".repeat(depth) + "1" + "}".repeat(depth),
            "{\"a\":{\"dtype\":\"F32\",\"shape\":["
                + "1,".repeat(depth)
                + "1],\"data_offsets\":[0,4]}}",
            "{\"a\":" + "9".repeat(depth) + "}",
            " ".repeat(depth))) {
      write(header, 4);
      readOrRefuse();
    }
  }

  private void write(String header, int data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(folder.resolve("model.safetensors"), bytes.putLong(json.length).put(json).array());
  }

  private void readOrRefuse() {
    try (WeightFiles files = WeightFiles.open(folder, "model");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      for (Map.Entry<String, List<Long>> tensor : files.shapes().entrySet()) {
        read(weights, tensor.getKey(), tensor.getValue());
      }
    } catch (ModelLoadException refused) {
      assertThat(refused).hasMessageContaining("model.safetensors");
    }
  }

  private static void read(Weights weights, String name, List<Long> shape) {
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    try {
      int count = weights.tensor(name, sizes).toFloatArray().length;
      assertThat((long) count).isEqualTo(shape.stream().reduce(1L, (a, b) -> a * b));
    } catch (ModelLoadException refused) {
      assertThat(refused).hasMessageContaining(name);
    }
  }
}
