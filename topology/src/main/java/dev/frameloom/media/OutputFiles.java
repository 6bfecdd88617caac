package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks of places to write to, before any work is done. */
final class OutputFiles {

  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);

  private OutputFiles() {}

  /**
   * Says that a file can't be written, without touching it.
   *
   * @throws MediaException where that is so
   */
  static void requireWritable(Path file) {
    if (Files.isDirectory(file)) {
      throw new MediaException(file + " can't be written: it is a folder");
    }
    Path folder = SameFile.resolved(file).getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new MediaException(file + " can't be written: " + folder + " is no folder; make it");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new MediaException(file + " can't be written: no permission");
    }
    requireName(file);
  }

  /** A name that is too long is noticed now, not when the file is moved there. */
  private static void requireName(Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      // it will be made
    } catch (IOException e) {
      throw new MediaException(file + " can't be written: " + reason(e), e);
    }
  }

  /** The system's words, without the name that messages have already. */
  static String reason(IOException failure) {
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** Deletes an empty output; one that can't be deleted stays, and harms nobody. */
  static void delete(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.debug("{} stays behind", file, e);
    }
  }
}
