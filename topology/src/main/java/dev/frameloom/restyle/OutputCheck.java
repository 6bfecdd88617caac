package dev.frameloom.restyle;

import dev.frameloom.media.MediaException;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoSinks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says that an output can't be written before any work is done, not after. */
final class OutputCheck {

  private OutputCheck() {}

  static void writable(Path file, Optional<String> encoder) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new MediaException(file + " can't be written: " + folder + " is no folder; make it");
    }
    SinkOptions options = SinkOptions.defaults();
    VideoSinks.check(file, encoder.map(options::withEncoder).orElse(options));
    if (Files.isDirectory(file)) {
      throw new MediaException(file + " can't be written: it is a folder");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new MediaException(file + " can't be written: no permission");
    }
  }
}
