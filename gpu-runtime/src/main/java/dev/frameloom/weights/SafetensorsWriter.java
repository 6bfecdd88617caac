package dev.frameloom.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes tensors as a safetensors file: those of larger numbers first, so that all are aligned, and
 * then by name, so that equal tensors give equal bytes.
 */
public final class SafetensorsWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Numbers that are converted at a time. */
  private static final int CHUNK = 1 << 20;

  private static final String FLOAT = "F32";

  private final SortedMap<String, StoredTensor> tensors = new TreeMap<>();

  /**
   * Adds a tensor; the values are not copied.
   *
   * @param values row-major
   */
  public void add(String name, float[] values, long... shape) {
    checkCount(name, count(shape), values.length);
    add(name, () -> values, shape);
  }

  /**
   * Adds a tensor whose values are asked for when the file is written, one tensor at a time: what
   * is written may be larger than the memory.
   *
   * @param values row-major
   */
  public void add(String name, Supplier<float[]> values, long... shape) {
    long count = count(shape);
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    add(name, new StoredTensor(FLOAT, 4 * count, sizes, out -> write(out, values.get())));
  }

  /** Adds a tensor that is copied from elsewhere when the file is written. */
  public void add(String name, StoredTensor tensor) {
    if (tensors.put(name, tensor) != null) {
      throw new IllegalArgumentException(name + " is there already");
    }
  }

  private static long count(long... shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  private static void checkCount(String name, long expected, long found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          name + ": expected " + expected + " values, found " + found);
    }
  }

  /**
   * Writes the file, replacing one that is there.
   *
   * @throws IllegalArgumentException where a tensor gives other numbers than it said
   */
  public void write(Path file) throws IOException {
    List<Map.Entry<String, StoredTensor>> inOrder =
        tensors.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> -width(entry.getValue())))
            .toList();
    byte[] json = JSON.writeValueAsString(header(inOrder)).getBytes(StandardCharsets.UTF_8);
    int padding = (8 - json.length % 8) % 8; // tensors begin at a multiple of 8
    try (CountedOutput out = new CountedOutput(Files.newOutputStream(file))) {
      byte[] length = new byte[8];
      little(length).putLong(json.length + padding);
      out.write(length);
      out.write(json);
      out.write(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, StoredTensor> entry : inOrder) {
        long before = out.count();
        entry.getValue().numbers().write(out);
        checkBytes(entry.getKey(), entry.getValue().length(), out.count() - before);
      }
    }
  }

  private static void checkBytes(String name, long expected, long found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          name + ": expected " + expected + " bytes of values, found " + found);
    }
  }

  private static long width(StoredTensor tensor) {
    long count = tensor.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    return count == 0 ? 0 : tensor.length() / count;
  }

  private static ObjectNode header(List<Map.Entry<String, StoredTensor>> inOrder) {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long position = 0;
    for (Map.Entry<String, StoredTensor> entry : inOrder) {
      StoredTensor tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey()).put("dtype", tensor.type());
      ArrayNode shape = node.putArray("shape");
      tensor.shape().forEach(shape::add);
      long end = position + tensor.length();
      node.putArray("data_offsets").add(position).add(end);
      position = end;
    }
    return header;
  }

  private static void write(OutputStream out, float[] values) throws IOException {
    byte[] bytes = new byte[4 * Math.min(values.length, CHUNK)];
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      little(bytes).asFloatBuffer().put(values, from, count);
      out.write(bytes, 0, 4 * count);
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
