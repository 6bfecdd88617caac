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

/**
 * Writes single precision tensors as a safetensors file, sorted by name, so that equal tensors give
 * equal bytes.
 */
public final class SafetensorsWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, Tensor> tensors = new TreeMap<>();

  private record Tensor(float[] values, long[] shape) {}

  /**
   * Adds a tensor; the values are not copied.
   *
   * @param values row-major
   */
  public void add(String name, float[] values, long... shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    if (count != values.length) {
      throw new IllegalArgumentException(
          name + ": expected " + count + " values, found " + values.length);
    }
    if (tensors.put(name, new Tensor(values, shape)) != null) {
      throw new IllegalArgumentException(name + " is there already");
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
      long end = position + 4L * entry.getValue().values().length;
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
      for (Tensor tensor : tensors.values()) {
        byte[] bytes = new byte[4 * tensor.values().length];
        little(bytes).asFloatBuffer().put(tensor.values());
        out.write(bytes);
      }
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
