package dev.frameloom.restyle;

import dev.frameloom.media.MediaException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says that an output can't be written before any work is done, not after. */
final class OutputCheck {

  private OutputCheck() {}

  static void writable(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new MediaException(file + " can't be written: " + folder + " is no folder; make it");
    }
    if (Files.isDirectory(file)) {
      throw new MediaException(file + " can't be written: it is a folder");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new MediaException(file + " can't be written: no permission");
    }
  }
}
