package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The name of a sequence of picture files to write: {@code frames/%05d.png}. A percent sign that
 * belongs to the name is written twice ({@code 100%%-%d.png}). Names of other kinds of files have
 * no numbers: {@code 100%done.mp4} is one file.
 *
 * @param pattern as it was given
 * @param before what comes before the number
 * @param digits least number of digits
 * @param after what comes behind it
 */
record NumberedName(Path pattern, String before, int digits, String after) {

  private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg");

  private static final int MOST_DIGITS = 18;

  /** Two percent signs, or a number as printf writes it. */
  private static final Pattern SIGN = Pattern.compile("%%|%(?:0(\\d{1,2}))?d");

  /** Whether a name is that of numbered pictures. */
  static boolean isOne(Path file) {
    if (file.getFileName() == null) {
      return false;
    }
    String name = file.getFileName().toString();
    return isPicture(name) && SIGN.matcher(name).results().anyMatch(it -> !it.group().equals("%%"));
  }

  private static boolean isPicture(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return PICTURES.contains(ending);
  }

  /**
   * Reads a name.
   *
   * @throws MediaException if it has two numbers
   * @throws IllegalArgumentException if it has none
   */
  static NumberedName parse(Path file) {
    String name = file.getFileName().toString();
    Matcher matcher = SIGN.matcher(name);
    StringBuilder text = new StringBuilder();
    String before = null;
    int digits = 0;
    int end = 0;
    while (matcher.find()) {
      text.append(name.substring(end, matcher.start()));
      end = matcher.end();
      if (matcher.group().equals("%%")) {
        text.append('%');
      } else if (before != null) {
        throw new MediaException(
            file + " has two numbers, expected one; a percent sign of the name is written %%");
      } else {
        before = text.toString();
        text.setLength(0);
        digits = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
      }
    }
    if (before == null) {
      throw new IllegalArgumentException(file + " has no number");
    }
    return new NumberedName(file, before, digits, text.append(name.substring(end)).toString());
  }

  Path folder() {
    return pattern.toAbsolutePath().getParent();
  }

  Path numbered(long number) {
    String text = Long.toString(number);
    return pattern.resolveSibling(
        before + "0".repeat(Math.max(0, digits - text.length())) + text + after);
  }

  /** The pictures of this sequence that are there, in no order. */
  List<Path> existing() {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(this::isOurs).toList();
    } catch (IOException e) {
      throw new MediaException(folder + " can't be listed: " + OutputFiles.reason(e), e);
    }
  }

  /** The number in a picture's name; empty where it is no picture of this sequence. */
  OptionalLong number(Path file) {
    String name = file.getFileName().toString();
    int end = name.length() - after.length();
    if (end <= before.length()
        || end - before.length() > MOST_DIGITS
        || !name.regionMatches(true, 0, before, 0, before.length())
        || !name.regionMatches(true, end, after, 0, after.length())) {
      return OptionalLong.empty();
    }
    String digits = name.substring(before.length(), end);
    return digits.chars().allMatch(it -> it >= '0' && it <= '9')
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /** By its name, or by another that the file system takes for the same. */
  private boolean isOurs(Path file) {
    OptionalLong number = number(file);
    if (number.isEmpty()) {
      return false;
    }
    Path ours = numbered(number.getAsLong());
    return ours.getFileName().equals(file.getFileName()) || SameFile.same(ours, file);
  }

  @Override
  public String toString() {
    return pattern.toString();
  }
}
