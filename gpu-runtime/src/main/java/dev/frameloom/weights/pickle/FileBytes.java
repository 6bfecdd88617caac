package dev.frameloom.weights.pickle;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An open file of which parts are read. Safe to use from several threads.
 *
 * @param path for messages
 * @param channel closed with this
 * @param size bytes, when it was opened
 */
record FileBytes(Path path, FileChannel channel, long size) implements AutoCloseable {

  static FileBytes open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new FileBytes(path, channel, channel.size());
    } catch (IOException e) {
      throw new ModelLoadException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * Bytes from a place on, little-endian.
   *
   * @throws ModelLoadException where the file ends before
   */
  ByteBuffer read(long position, int length) {
    if (position < 0 || length < 0 || position > size - length) {
      throw broken(
          "expected %d bytes from byte %d on, found a file of %d bytes. It may be cut short: fetch it again"
              .formatted(length, position, size));
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new IOException("it became shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw new ModelLoadException(path + " can't be read: " + e.getMessage(), e);
    }
    return buffer.flip();
  }

  /** As many of these bytes as there are. */
  ByteBuffer head(int length) {
    return read(0, (int) Math.min(length, size));
  }

  /** Says that the file is damaged. */
  ModelLoadException broken(String why) {
    return new ModelLoadException(path + " is no intact checkpoint of PyTorch: " + why);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ModelLoadException(path + " can't be closed: " + e.getMessage(), e);
    }
  }
}
