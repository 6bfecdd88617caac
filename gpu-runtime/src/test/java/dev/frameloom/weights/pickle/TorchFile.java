package dev.frameloom.weights.pickle;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes checkpoints as torch does, or with faults that torch never makes: a pickle that is built
 * instruction by instruction, and storages.
 */
public final class TorchFile {

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> storages = new LinkedHashMap<>();
  private final Map<String, Long> claimed = new LinkedHashMap<>();
  private boolean large;

  /** Begins with an empty dict of tensors, for {@link #tensor}. */
  public static TorchFile ofTensors() {
    return new TorchFile().code(0x80, 2).global("collections", "OrderedDict").code(')', 'R', '(');
  }

  /** Begins with nothing but the protocol. */
  static TorchFile ofCode() {
    return new TorchFile().code(0x80, 2);
  }

  TorchFile code(int... instructions) {
    for (int instruction : instructions) {
      pickle.write(instruction);
    }
    return this;
  }

  TorchFile text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return code('X').integer(bytes.length).bytes(bytes);
  }

  TorchFile global(String module, String name) {
    return code('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  TorchFile number(long value) {
    return code(0x8a, 8)
        .bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  TorchFile integer(int value) {
    return bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private TorchFile bytes(byte... bytes) {
    pickle.writeBytes(bytes);
    return this;
  }

  private TorchFile numbers(List<Long> numbers) {
    code('(');
    numbers.forEach(this::number);
    return code('t');
  }

  /** Adds a tensor of single precision numbers that lie one after another. */
  public TorchFile tensor(String name, float[] values, long... shape) {
    ByteBuffer numbers = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asFloatBuffer().put(values);
    String key = String.valueOf(storages.size());
    storage(key, numbers.array());
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    return view(name, "FloatStorage", key, values.length, 0, sizes, rowMajor(sizes));
  }

  static List<Long> rowMajor(List<Long> shape) {
    Long[] strides = new Long[shape.size()];
    long stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.get(i);
    }
    return List.of(strides);
  }

  TorchFile storage(String key, byte... numbers) {
    storages.put(key, numbers);
    return this;
  }

  /** Adds a tensor that is a view of a storage. */
  TorchFile view(
      String name,
      String type,
      String key,
      long count,
      long offset,
      List<Long> shape,
      List<Long> strides) {
    text(name).global("torch._utils", "_rebuild_tensor_v2").code('(', '(');
    text("storage").global("torch", type).text(key).text("cpu").number(count).code('t', 'Q');
    number(offset).numbers(shape).numbers(strides).code(0x89);
    return global("collections", "OrderedDict").code(')', 'R', 't', 'R');
  }

  /** Says another size of a storage in the archive's directory than it has. */
  TorchFile claiming(String key, long size) {
    claimed.put(key, size);
    return this;
  }

  /** Writes all sizes and places in ZIP64 fields. */
  TorchFile zip64() {
    large = true;
    return this;
  }

  /** Ends the dict of {@link #ofTensors} and writes the file. */
  public Path write(Path file) {
    return code('u', '.').writeCode(file);
  }

  /** Writes the file as it is. */
  Path writeCode(Path file) {
    try {
      return Files.write(file, archive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] archive() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/data.pkl", pickle.toByteArray());
    storages.forEach((key, numbers) -> files.put("a/data/" + key, numbers));
    files.put("a/version", new byte[] {'3', '\n'});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
      long begin = bytes.size();
      long size =
          claimed.getOrDefault(
              file.getKey().substring("a/".length()), (long) file.getValue().length);
      bytes.writeBytes(bytes(head(0x04034b50, 30).putShort(26, (short) name.length)));
      bytes.writeBytes(name);
      bytes.writeBytes(file.getValue());
      entry(new DataOutputStream(directory), name, size, begin);
    }
    long begin = bytes.size();
    directory.writeTo(bytes);
    end(new DataOutputStream(bytes), files.size(), directory.size(), begin, bytes.size());
    return bytes.toByteArray();
  }

  private static ByteBuffer head(int signature, int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(0, signature);
  }

  private static byte[] bytes(ByteBuffer whole) {
    byte[] bytes = new byte[whole.capacity()];
    whole.get(0, bytes);
    return bytes;
  }

  private void entry(DataOutputStream out, byte[] name, long size, long begin) throws IOException {
    int extra = large ? 28 : 0;
    ByteBuffer entry = head(0x02014b50, 46 + name.length + extra);
    entry.putInt(20, large ? -1 : (int) size).putInt(24, large ? -1 : (int) size);
    entry.putShort(28, (short) name.length).putShort(30, (short) extra);
    entry.putInt(42, large ? -1 : (int) begin).put(46, name);
    if (large) {
      int at = 46 + name.length;
      entry.putShort(at, (short) 1).putShort(at + 2, (short) 24);
      entry.putLong(at + 4, size).putLong(at + 12, size).putLong(at + 20, begin);
    }
    out.write(bytes(entry));
  }

  private void end(DataOutputStream out, int count, long length, long begin, long at)
      throws IOException {
    if (large) {
      ByteBuffer record = head(0x06064b50, 56).putLong(4, 44);
      out.write(bytes(record.putLong(32, count).putLong(40, length).putLong(48, begin)));
      out.write(bytes(head(0x07064b50, 20).putLong(8, at).putInt(16, 1)));
    }
    ByteBuffer end = head(0x06054b50, 22).putShort(10, (short) (large ? -1 : count));
    out.write(bytes(end.putInt(12, (int) length).putInt(16, large ? -1 : (int) begin)));
  }
}
