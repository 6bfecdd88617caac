package dev.frameloom.media;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of places to write to, before any work is done. */
final class OutputFiles {

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
}
