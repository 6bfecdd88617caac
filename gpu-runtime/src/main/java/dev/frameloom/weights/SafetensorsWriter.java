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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes single precision tensors as a safetensors file, sorted by name, so that equal tensors give
 * equal bytes.
 */
public final class SafetensorsWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Numbers that are converted at a time. */
  private static final int CHUNK = 1 << 20;

  private final SortedMap<String, Tensor> tensors = new TreeMap<>();

  private record Tensor(Supplier<float[]> values, long count, long[] shape) {}

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
    if (tensors.put(name, new Tensor(values, count(shape), shape)) != null) {
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

  /** Writes the file, replacing one that is there. */
  public void write(Path file) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long position = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      ObjectNode node = header.putObject(entry.getKey()).put("dtype", "F32");
      ArrayNode shape = node.putArray("shape");
      for (long size : entry.getValue().shape()) {
        shape.add(size);
      }
      long end = position + 4 * entry.getValue().count();
      node.putArray("data_offsets").add(position).add(end);
      position = end;
    }
    byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int padding = (8 - json.length % 8) % 8; // tensors begin at a multiple of 8
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] length = new byte[8];
      little(length).putLong(json.length + padding);
      out.write(length);
      out.write(json);
      out.write(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        float[] values = entry.getValue().values().get();
        checkCount(entry.getKey(), entry.getValue().count(), values.length);
        write(out, values);
      }
    }
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
