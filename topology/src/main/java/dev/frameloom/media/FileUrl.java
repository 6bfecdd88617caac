package dev.frameloom.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files named by a URL: {@code file:///clips/a%20b.mp4}, {@code file:/clips/a.mp4}. */
final class FileUrl {

  private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

  /** An absolute path of a URL that begins with a drive: {@code /C:/clips}. */
  private static final Pattern DRIVE = Pattern.compile("/[A-Za-z]:.*");

  private FileUrl() {}

  static boolean matches(String location) {
    return location.regionMatches(true, 0, "file:", 0, 5);
  }

  /**
   * The names that a file URL may stand for, the one that it stands for by the rules first: with
   * its escapes decoded as UTF-8. Then the name as it is written, because people put {@code file:}
   * before any name, and {@code %05d} is a pattern to them and an escape to the rules. A question
   * mark and a number sign belong to the name: files have no query and no fragment.
   */
  static List<String> names(String url) {
    String written = path(url.substring("file:".length()));
    String decoded = decode(written);
    return decoded.equals(written) ? List.of(written) : List.of(decoded, written);
  }

  private static String path(String rest) {
    String path = rest;
    if (path.regionMatches(true, 0, "//localhost/", 0, 12)) {
      path = path.substring("//localhost".length());
    } else if (path.startsWith("//")) {
      // what follows would be a host; two slashes before a path are a frequent slip
      path = path.substring(2);
    }
    return DRIVE.matcher(path).matches() ? path.substring(1) : path;
  }

  /** Decodes each escape; a percent sign that begins none stays. */
  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher escape = ESCAPE.matcher(text);
    int from = 0;
    while (escape.find()) {
      bytes.writeBytes(text.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(escape.group(1), 16));
      from = escape.end();
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
