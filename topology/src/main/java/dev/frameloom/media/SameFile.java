package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Whether two names lead to one file: through symbolic and hard links, {@code ..}, and file systems
 * that don't tell letters' cases apart. Names of files that are not there yet count too.
 */
final class SameFile {

  private static final int MOST_LINKS = 40;

  private SameFile() {}

  static boolean same(Path left, Path right) {
    Path one = resolved(left);
    Path other = resolved(right);
    if (one.equals(other)) {
      return true;
    }
    try {
      return (Files.exists(one) && Files.exists(other))
          ? Files.isSameFile(one, other)
          : wouldBeSame(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** Equal for two names of one file that is there; a file that is missing has its place as key. */
  static Object key(Path file) {
    Path place = resolved(file);
    try {
      Object key = Files.readAttributes(place, BasicFileAttributes.class).fileKey();
      return key == null ? place : key;
    } catch (IOException e) {
      return place; // not there, or not to be looked at
    }
  }

  /** Two files of which one is missing: the same only where names are compared without case. */
  private static boolean wouldBeSame(Path one, Path other) throws IOException {
    Path folder = one.getParent();
    return folder != null
        && other.getParent() != null
        && folded(one).equals(folded(other))
        && Files.isDirectory(folder)
        && Files.isDirectory(other.getParent())
        && Files.isSameFile(folder, other.getParent())
        && ignoresCase(folder);
  }

  private static String folded(Path file) {
    String name = Normalizer.normalize(file.getFileName().toString(), Normalizer.Form.NFC);
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** Asks the file system for a folder by its name in the other case. */
  private static boolean ignoresCase(Path folder) throws IOException {
    for (Path at = folder; at.getFileName() != null; at = at.getParent()) {
      String name = at.getFileName().toString();
      String upper = name.toUpperCase(Locale.ROOT);
      String swapped = name.equals(upper) ? name.toLowerCase(Locale.ROOT) : upper;
      if (!swapped.equals(name)) {
        Path twin = at.resolveSibling(swapped);
        return Files.exists(twin) && Files.isSameFile(at, twin);
      }
    }
    return false;
  }

  /**
   * Where a name leads: the real path of what is there, or else of its folder with the name below.
   * A link to a file that is missing leads to where that file would be.
   */
  static Path resolved(Path path) {
    return resolved(path.toAbsolutePath(), MOST_LINKS);
  }

  private static Path resolved(Path absolute, int links) {
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      // not there, or not to be looked at
    }
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null) {
      return absolute;
    }
    if (links > 0 && Files.isSymbolicLink(absolute)) {
      try {
        return resolved(folder.resolve(Files.readSymbolicLink(absolute)), links - 1);
      } catch (IOException e) {
        return absolute;
      }
    }
    String last = name.toString();
    if (last.equals("..") || last.equals(".")) {
      // of a folder that is missing: what the words say
      return links > 0 ? resolved(absolute.normalize(), links - 1) : absolute.normalize();
    }
    return resolved(folder, links).resolve(name);
  }
}
