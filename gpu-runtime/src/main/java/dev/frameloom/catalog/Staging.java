package dev.frameloom.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Moves what is complete to its place, and removes what is not wanted any more. */
final class Staging {

  private Staging() {}

  /** Renames; the target must not be there. Both are in one folder, so nothing is copied. */
  static void publish(Path complete, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " is there already");
    }
    Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes a folder with all that is in it, or a file; links are removed and not followed. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
