package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks of places to write to, before any work is done. */
final class OutputFiles {

  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);

  private OutputFiles() {}

  static void requireWritable(Path file) {
    if (Files.isDirectory(file)) {
      throw new MediaException(file + " is a folder, expected a file to write");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new MediaException(file + " can't be written: the folder " + folder + " is missing");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new MediaException(file + " can't be written: permission denied");
    }
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
