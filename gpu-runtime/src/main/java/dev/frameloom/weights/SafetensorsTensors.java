package dev.frameloom.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A safetensors file to copy tensors from. */
public final class SafetensorsTensors implements TensorFile {

  private static final int CHUNK = 1 << 20;

  private final SafetensorsFile file;
  private final SortedMap<String, StoredTensor> tensors = new TreeMap<>();

  private SafetensorsTensors(SafetensorsFile file) {
    this.file = file;
    file.tensors().forEach((name, entry) -> tensors.put(name, stored(entry)));
  }

  /**
   * Opens a file.
   *
   * @throws ModelLoadException where it is missing or not intact
   */
  public static SafetensorsTensors open(Path file) {
    return new SafetensorsTensors(SafetensorsFile.open(file));
  }

  private StoredTensor stored(TensorEntry entry) {
    return new StoredTensor(entry.type(), entry.length(), entry.shape(), out -> copy(entry, out));
  }

  private void copy(TensorEntry entry, OutputStream out) throws IOException {
    ByteBuffer mapped = file.map(entry);
    byte[] chunk = new byte[Math.min(CHUNK, mapped.remaining())];
    while (mapped.hasRemaining()) {
      int count = Math.min(chunk.length, mapped.remaining());
      mapped.get(chunk, 0, count);
      out.write(chunk, 0, count);
    }
    MappedPages.release(mapped);
  }

  @Override
  public Path path() {
    return file.file();
  }

  @Override
  public SortedMap<String, StoredTensor> tensors() {
    return Collections.unmodifiableSortedMap(tensors);
  }

  @Override
  public void close() {
    file.close();
  }
}
