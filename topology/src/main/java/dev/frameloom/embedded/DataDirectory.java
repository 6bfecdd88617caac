package dev.frameloom.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the broker keeps its records: locked against other processes while open, deleted on close
 * where it was temporary. Faults of the directory are found here, before the broker starts: its own
 * way to report them is to end the process.
 */
final class DataDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final String LOCK_FILE = "frameloom.lock";
  private static final long MIN_FREE_BYTES_TO_START = 64L << 20;
  private static final long MIN_FREE_BYTES = 4L << 20;

  private final Path path;
  private final boolean temporary;
  private final FileChannel lockFile;

  private DataDirectory(Path path, boolean temporary, FileChannel lockFile) {
    this.path = path;
    this.temporary = temporary;
    this.lockFile = lockFile;
  }

  static DataDirectory open(Optional<Path> given) {
    Path path = given.isPresent() ? make(given.get()) : makeTemporary();
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < MIN_FREE_BYTES_TO_START) {
        throw new EmbeddedException(
            "the disk of the broker's directory %s is full: %d MiB free, expected at least %d; free some or give another directory"
                .formatted(path, free >> 20, MIN_FREE_BYTES_TO_START >> 20));
      }
      return new DataDirectory(path, given.isEmpty(), lock(path));
    } catch (IOException e) {
      throw new EmbeddedException(
          "the broker's directory %s can't be written: %s; give a directory that can"
              .formatted(path, e),
          e);
    }
  }

  Path path() {
    return path;
  }

  /** Says so where the disk is full, or can't be asked. */
  Optional<String> fault() {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      if (free >= MIN_FREE_BYTES) {
        return Optional.empty();
      }
      return Optional.of(
          "the disk of the broker's directory %s is full (%d KiB free); free some or give another directory"
              .formatted(path, free >> 10));
    } catch (IOException e) {
      return Optional.of("the broker's directory %s is gone: %s".formatted(path, e));
    }
  }

  /** Unlocks, and deletes what was temporary. */
  @Override
  public void close() {
    try {
      lockFile.close();
      if (temporary) {
        deleteAll();
      }
    } catch (IOException e) {
      LOG.warn("The broker's directory {} could not be cleaned up: {}", path, e.toString());
    }
  }

  private void deleteAll() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }

  private static Path make(Path given) {
    try {
      return Files.createDirectories(given.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new EmbeddedException(
          "the broker's directory %s can't be made: %s; give a directory that can be written"
              .formatted(given, e),
          e);
    }
  }

  private static Path makeTemporary() {
    try {
      return Files.createTempDirectory("frameloom-broker-").toRealPath();
    } catch (IOException e) {
      throw new EmbeddedException(
          "no temporary directory can be made for the broker under %s: %s; set java.io.tmpdir or give a directory"
              .formatted(System.getProperty("java.io.tmpdir"), e),
          e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return file; // the lock lives as long as the channel
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is locked by this process: {}", path, e.toString());
    } catch (IOException e) {
      file.close();
      throw e;
    }
    file.close();
    throw new EmbeddedException(
        "the broker's directory %s is in use by another broker; stop that one or give another directory"
            .formatted(path));
  }
}
