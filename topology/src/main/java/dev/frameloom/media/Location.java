package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a location names, told by its form. */
sealed interface Location {

  /** A video file. */
  record VideoFile(Path file) implements Location {}

  /** Picture files in order; at least one. */
  record Pictures(List<Path> files) implements Location {}

  /** A network address. */
  record Network(String url) implements Location {}

  /** A camera of this machine: its number, or its device file. */
  record Camera(String device) implements Location {}

  /** A description of FFmpeg filters. */
  record Synthetic(String filters) implements Location {}

  /** The kinds of pictures that a folder is searched for. */
  Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff");

  /** A number in a file name as printf writes it: {@code %d}, {@code %05d}. */
  Pattern NUMBER = Pattern.compile("%(?:0(\\d+))?d");

  /** Tells what a location names; files must exist. */
  static Location parse(String location) {
    if (location.isBlank()) {
      throw new MediaException("the location of the video is empty");
    }
    if (location.startsWith("lavfi:")) {
      return new Synthetic(location.substring("lavfi:".length()));
    }
    if (location.startsWith("webcam:")) {
      return new Camera(location.substring("webcam:".length()));
    }
    if (location.startsWith("/dev/video")) {
      return new Camera(location);
    }
    String scheme = NetworkOptions.scheme(location);
    if (scheme.equals("file")) {
      return file(location.substring("file://".length()));
    }
    return scheme.isEmpty() ? file(location) : new Network(location);
  }

  private static Location file(String name) {
    Path path = Path.of(name);
    if (Files.isRegularFile(path)) {
      return new VideoFile(path);
    }
    if (Files.isDirectory(path)) {
      return pictures(path, Location::isPicture, name);
    }
    Path last = path.getFileName();
    Path folder = path.toAbsolutePath().getParent();
    if (last != null && folder != null && Files.isDirectory(folder)) {
      Matcher number = NUMBER.matcher(last.toString());
      if (number.find()) {
        return pictures(folder, numbered(last.toString(), number), name);
      }
      if (name.contains("*") || name.contains("?")) {
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + last);
        return pictures(folder, file -> glob.matches(file.getFileName()), name);
      }
    }
    return new VideoFile(path);
  }

  private static PathMatcher numbered(String pattern, Matcher number) {
    // %05d writes at least five digits
    String digits = number.group(1) == null ? "\\d+" : "\\d{" + number.group(1) + ",}";
    Pattern names =
        Pattern.compile(
            Pattern.quote(pattern.substring(0, number.start()))
                + digits
                + Pattern.quote(pattern.substring(number.end())));
    return file -> names.matcher(file.getFileName().toString()).matches();
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && PICTURES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static Pictures pictures(Path folder, PathMatcher wanted, String location) {
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
      return new Pictures(found);
    } catch (IOException e) {
      throw new MediaException(folder + " can't be listed: " + e.getMessage(), e);
    }
  }
}
