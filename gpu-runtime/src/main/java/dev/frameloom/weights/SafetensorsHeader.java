package dev.frameloom.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a safetensors file, checked: eight bytes of length, JSON of that length, and
 * tensors that fill the rest without overlap or hole. Nothing in it is believed that the file's
 * size does not allow.
 *
 * @param tensors by name, in the order of their bytes
 * @param metadata what the file's maker says of it
 * @param dataStart position of the first tensor's first byte in the file
 */
record SafetensorsHeader(
    Map<String, TensorEntry> tensors, Map<String, String> metadata, long dataStart) {

  /**
   * Models of these families have a tenth of a million bytes. The reference implementation allows a
   * hundred millions, whose JSON would fill a heap.
   */
  private static final long MAX_HEADER = 16_000_000;

  /** More than any tensor has that is a weight. */
  private static final int MAX_SIZES = 16;

  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    byte[] head = bytes(channel, 0, (int) Math.min(size, ForeignFile.HEAD)).array();
    if (size < 8) {
      throwIfForeign(file, head);
      throw broken(file, "expected a header length of 8 bytes, found a file of " + size + " bytes");
    }
    long length = bytes(channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER || length > size - 8) {
      throwIfForeign(file, head);
      throw broken(
          file,
          "expected a header of 2 to "
              + Math.min(MAX_HEADER, size - 8)
              + " bytes, found a length of "
              + Long.toUnsignedString(length));
    }
    String text = StandardCharsets.UTF_8.decode(bytes(channel, 8, (int) length)).toString();
    try {
      JsonNode root = JSON.readTree(text);
      Map<String, TensorEntry> tensors = parse(file, root);
      Map<String, String> metadata = metadata(file, root);
      checkLayout(file, tensors, size - 8 - length);
      return new SafetensorsHeader(tensors, metadata, 8 + length);
    } catch (JsonProcessingException e) {
      throwIfForeign(file, head);
      throw new ModelLoadException(file + " is no safetensors file: its header is no JSON", e);
    }
  }

  private static void throwIfForeign(Path file, byte[] head) {
    Optional<ModelLoadException> foreign = ForeignFile.recognize(file, head);
    if (foreign.isPresent()) {
      throw foreign.get();
    }
  }

  private static Map<String, TensorEntry> parse(Path file, JsonNode root) {
    if (!root.isObject()) {
      throw broken(file, "expected a JSON object as header");
    }
    List<TensorEntry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(file, field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparing(TensorEntry::end));
    Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    entries.forEach(entry -> tensors.put(entry.name(), entry));
    return tensors;
  }

  private static Map<String, String> metadata(Path file, JsonNode root) {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonNode node = root.path(METADATA);
    if (!node.isMissingNode() && !node.isObject()) {
      throw broken(file, "expected an object of texts as " + METADATA);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw broken(file, "expected a text as " + METADATA + " " + field.getKey());
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    return metadata;
  }

  private static TensorEntry entry(Path file, String name, JsonNode node) {
    JsonNode offsets = node.path("data_offsets");
    JsonNode sizes = node.path("shape");
    if (!node.path("dtype").isTextual()
        || !sizes.isArray()
        || offsets.size() != 2
        || !offsets.path(0).canConvertToLong()
        || !offsets.path(1).canConvertToLong()) {
      throw broken(file, "tensor " + name + ": expected dtype, shape and two data_offsets");
    }
    if (sizes.size() > MAX_SIZES) {
      throw broken(
          file,
          "tensor %s: expected at most %d sizes, found %d"
              .formatted(name, MAX_SIZES, sizes.size()));
    }
    List<Long> shape = new ArrayList<>();
    for (JsonNode size : sizes) {
      if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
        throw broken(file, "tensor " + name + ": expected sizes of at least 0, found " + sizes);
      }
      shape.add(size.longValue());
    }
    return new TensorEntry(
        name,
        node.path("dtype").textValue(),
        shape,
        offsets.path(0).longValue(),
        offsets.path(1).longValue());
  }

  private static void checkLayout(Path file, Map<String, TensorEntry> tensors, long dataLength) {
    long position = 0;
    for (TensorEntry entry : tensors.values()) {
      if (entry.begin() != position || entry.end() < entry.begin()) {
        throw broken(
            file,
            "tensor "
                + entry.name()
                + ": expected to begin at byte "
                + position
                + " without overlap or hole, found bytes "
                + entry.begin()
                + " to "
                + entry.end());
      }
      checkLength(file, entry);
      position = entry.end();
    }
    if (position != dataLength) {
      throw broken(
          file,
          "expected "
              + position
              + " bytes of tensors, found "
              + dataLength
              + ". The file may be cut short: fetch it again");
    }
  }

  private static void checkLength(Path file, TensorEntry entry) {
    long count;
    try {
      count = entry.count();
    } catch (ArithmeticException e) {
      throw broken(file, "tensor " + entry.name() + ": shape " + entry.shape() + " is too large");
    }
    TensorType.named(entry.type())
        .ifPresent(
            type -> {
              if (count > Long.MAX_VALUE / 8 || count * type.bytes() != entry.length()) {
                throw broken(
                    file,
                    "tensor "
                        + entry.name()
                        + ": expected "
                        + entry.shape()
                        + " numbers of "
                        + type.bytes()
                        + " bytes, found "
                        + entry.length()
                        + " bytes");
              }
            });
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static ModelLoadException broken(Path file, String why) {
    return new ModelLoadException(file + " is no intact safetensors file: " + why);
  }
}
