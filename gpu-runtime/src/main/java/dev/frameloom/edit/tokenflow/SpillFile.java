package dev.frameloom.edit.tokenflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A file of blocks, for numbers that memory has no room for. Made when it is first written to, gone
 * when it is closed or the process ends.
 */
final class SpillFile implements AutoCloseable {

  static final int BLOCK = 1 << 16;

  private final Path folder;
  private final int blocks;
  private final BitSet used = new BitSet();
  private FileChannel channel;

  /** Up to so many bytes. */
  SpillFile(Path folder, long bytes) {
    this.folder = folder;
    blocks = (int) Math.min(Integer.MAX_VALUE - 1, bytes / BLOCK);
  }

  /** What a number of bytes takes in blocks. */
  static long rounded(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Writes numbers, row after row; empty where there is no room. */
  Optional<List<Integer>> write(float[][] rows) {
    long size = Arrays.stream(rows).mapToLong(row -> (long) row.length * Float.BYTES).sum();
    int needed = Math.toIntExact(rounded(size) / BLOCK);
    if (used.cardinality() + needed > blocks) {
      return Optional.empty();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(needed, BLOCK)).order(ByteOrder.nativeOrder());
    for (float[] row : rows) {
      bytes.asFloatBuffer().put(row);
      bytes.position(bytes.position() + row.length * Float.BYTES);
    }
    List<Integer> free =
        IntStream.iterate(used.nextClearBit(0), it -> used.nextClearBit(it + 1))
            .limit(needed)
            .boxed()
            .toList();
    for (int i = 0; i < needed; i++) {
      transfer(bytes.duplicate().position(i * BLOCK).limit((i + 1) * BLOCK), free.get(i), 0, true);
      used.set(free.get(i));
    }
    return Optional.of(free);
  }

  /**
   * Reads numbers.
   *
   * @param from byte of what was written there
   */
  float[] read(List<Integer> where, long from, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.nativeOrder());
    long at = from;
    while (bytes.hasRemaining()) {
      int within = (int) (at % BLOCK);
      int count = Math.min(bytes.remaining(), BLOCK - within);
      ByteBuffer part = bytes.duplicate().limit(bytes.position() + count);
      transfer(part, where.get((int) (at / BLOCK)), within, false);
      bytes.position(bytes.position() + count);
      at += count;
    }
    float[] numbers = new float[length];
    bytes.rewind().asFloatBuffer().get(numbers);
    return numbers;
  }

  /** Gives blocks free. */
  void free(List<Integer> where) {
    where.forEach(used::clear);
  }

  private void transfer(ByteBuffer bytes, int block, int within, boolean write) {
    try {
      long at = (long) block * BLOCK + within;
      while (bytes.hasRemaining()) {
        int moved = write ? file().write(bytes, at) : file().read(bytes, at);
        if (moved < 0) {
          throw new IOException("it ends at " + at);
        }
        at += moved;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "inverted frames can't be kept in a file in " + folder + ": " + e.getMessage(), e);
    }
  }

  private FileChannel file() throws IOException {
    if (channel == null) {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "frameloom-latents", ".bin");
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return channel;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
