package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Picture files found by their names, in the order people count. */
final class PictureNames {

  /** The kinds of pictures that a folder is searched for. */
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff");

  /** What printf replaces: a number, or a doubled percent sign. */
  private static final Pattern NUMBER = Pattern.compile("%%|" + Location.NUMBER.pattern());

  private PictureNames() {}

  static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** All pictures of a folder; at least one. */
  static List<Path> inFolder(Path folder) {
    return list(folder, PictureNames::isPicture, folder.toString());
  }

  /**
   * The files that a name with a number ({@code %05d}) or with wildcards stands for; at least one.
   * Empty where it has neither, or where its folder is not there.
   */
  static Optional<List<Path>> matching(String name) {
    Path path = Path.of(name);
    Path folder = path.toAbsolutePath().getParent();
    if (path.getFileName() == null || folder == null || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    String last = path.getFileName().toString();
    return numbered(last)
        .or(() -> wildcards(last))
        .map(wanted -> list(folder, file -> wanted.matches(file.getFileName()), name));
  }

  private static Optional<PathMatcher> numbered(String pattern) {
    StringBuilder regex = new StringBuilder();
    Matcher part = NUMBER.matcher(pattern);
    boolean number = false;
    int from = 0;
    while (part.find()) {
      regex.append(Pattern.quote(pattern.substring(from, part.start())));
      from = part.end();
      if (part.group().equals("%%")) {
        regex.append('%');
      } else {
        number = true;
        // %05d writes at least five digits
        regex.append(part.group(1) == null ? "\\d+" : "\\d{" + part.group(1) + ",}");
      }
    }
    regex.append(Pattern.quote(pattern.substring(from)));
    Pattern names = Pattern.compile(regex.toString());
    return number
        ? Optional.of(file -> names.matcher(file.toString()).matches())
        : Optional.empty();
  }

  private static Optional<PathMatcher> wildcards(String pattern) {
    if (!pattern.contains("*") && !pattern.contains("?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
    } catch (PatternSyntaxException e) {
      throw new MediaException(
          pattern + " is neither a file nor a pattern of names: " + e.getDescription(), e);
    }
  }

  private static List<Path> list(Path folder, PathMatcher wanted, String location) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(wanted::matches)
              .filter(Files::isRegularFile)
              .sorted(NaturalOrder.PATHS)
              .toList();
      if (found.isEmpty()) {
        throw new MediaException(location + ": no picture files are there");
      }
      return found;
    } catch (IOException e) {
      throw new MediaException(folder + " can't be listed: " + e.getMessage(), e);
    }
  }
}
