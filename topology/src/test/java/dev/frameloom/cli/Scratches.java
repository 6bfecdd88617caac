package dev.frameloom.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What waits beside the place of a result while it is being written. */
final class Scratches {

  private Scratches() {}

  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".frameloom-")).toList();
    }
  }

  /** Bytes of the largest; 0 where there is none. */
  static long largest(Path folder) throws IOException {
    long largest = 0;
    for (Path file : in(folder)) {
      // one may be moved into place meanwhile
      largest = Math.max(largest, Files.exists(file) ? Files.size(file) : 0);
    }
    return largest;
  }
}
