package dev.frameloom.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A safetensors file, its tensors mapped into memory one by one. Safe to use from several threads.
 * Closing it leaves mapped tensors readable.
 */
final class SafetensorsFile implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws ModelLoadException where it can't be read or is not intact
   */
  static SafetensorsFile open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new SafetensorsFile(file, channel, SafetensorsHeader.read(file, channel));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ModelLoadException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  Path file() {
    return file;
  }

  Map<String, TensorEntry> tensors() {
    return header.tensors();
  }

  /** What its maker says of it, as {@code modelspec.architecture}. */
  Map<String, String> metadata() {
    return header.metadata();
  }

  /** The bytes of a tensor, little-endian, as they are in the file. */
  ByteBuffer map(TensorEntry entry) {
    if (entry.length() > Integer.MAX_VALUE) {
      throw new ModelLoadException(
          file + ": tensor " + entry.name() + " has " + entry.length() + " bytes, more than 2 GiB");
    }
    try {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, header.dataStart() + entry.begin(), entry.length())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new ModelLoadException(
          file + ": tensor " + entry.name() + " can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ModelLoadException(file + " can't be closed: " + e.getMessage(), e);
    }
  }
}
