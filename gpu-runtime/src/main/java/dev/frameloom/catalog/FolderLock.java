package dev.frameloom.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps other threads and other processes out. The lock is the system's, on a file beside what it
 * guards: it goes with the process, however that ends.
 */
final class FolderLock implements AutoCloseable {

  /** A system's lock holds for the whole process, so that threads need one of their own. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private FolderLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /** Waits for the lock. */
  static FolderLock take(Path file) throws IOException {
    ReentrantLock thread = threads(file);
    thread.lock();
    FileChannel channel = null;
    try {
      channel = open(file);
      FileLock held = channel.lock();
      assert held.isValid();
      return new FolderLock(thread, channel);
    } catch (IOException | RuntimeException e) {
      close(thread, channel);
      throw e;
    }
  }

  /** Takes the lock unless someone has it. */
  static Optional<FolderLock> tryTake(Path file) throws IOException {
    ReentrantLock thread = threads(file);
    if (thread.isHeldByCurrentThread() || !thread.tryLock()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = open(file);
      if (channel.tryLock() != null) {
        return Optional.of(new FolderLock(thread, channel));
      }
    } catch (OverlappingFileLockException e) {
      // held by this process through another path to the same file
    } catch (IOException | RuntimeException e) {
      close(thread, channel);
      throw e;
    }
    close(thread, channel);
    return Optional.empty();
  }

  private static ReentrantLock threads(Path file) {
    return THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), key -> new ReentrantLock());
  }

  private static FileChannel open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void close(ReentrantLock thread, FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      thread.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    close(thread, channel);
  }
}
