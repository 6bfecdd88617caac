package dev.frameloom.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What keeps programs from being unpacked to a folder and run from there. */
final class FolderFault {

  static final String FULL = "its file system is full";

  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final int FILE_BYTES = 16 << 20;

  private FolderFault() {}

  /** One clause for people; empty where nothing is wrong. */
  static Optional<String> of(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.isDirectory(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      if (noexec(existing.toRealPath(), MOUNTS)) {
        return Optional.of("it is on a file system mounted noexec, where no program may be run");
      }
      if (!Files.isWritable(existing)) {
        return Optional.of("it can't be written");
      }
      if (Files.getFileStore(existing).getUsableSpace() < FILE_BYTES) {
        return Optional.of(FULL);
      }
    } catch (IOException e) {
      return Optional.of("it can't be read (" + e.getMessage() + ")");
    }
    return Optional.empty();
  }

  /** By the mount that holds the folder, the innermost; systems without such a list have none. */
  static boolean noexec(Path folder, Path list) throws IOException {
    if (!Files.isReadable(list)) {
      return false;
    }
    boolean noexec = false;
    int longest = -1;
    List<String> mounts = Files.readAllLines(list);
    for (String mount : mounts) {
      String[] parts = mount.split(" ", -1);
      Path point = Path.of(unescaped(parts[1]));
      if (folder.startsWith(point) && point.getNameCount() >= longest) {
        longest = point.getNameCount(); // a later mount of one place hides the earlier
        noexec = List.of(parts[3].toLowerCase(Locale.ROOT).split(",", -1)).contains("noexec");
      }
    }
    return noexec;
  }

  /** Blanks and the like are octal in the list. */
  private static String unescaped(String point) {
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
