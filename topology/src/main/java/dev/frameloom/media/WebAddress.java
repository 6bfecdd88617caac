package dev.frameloom.media;

import java.nio.charset.StandardCharsets;

/** Addresses as people type them, as the web takes them. */
final class WebAddress {

  /** What may stand in an address beside letters and digits (RFC 3986). */
  private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=";

  private WebAddress() {}

  /**
   * An {@code http} or {@code https} address with what may not stand in one escaped: spaces,
   * letters beyond ASCII, a percent sign that begins no escape. Escapes stay as they are, and so do
   * addresses of other kinds, which have rules of their own.
   */
  static String escaped(String url) {
    String scheme = NetworkOptions.scheme(url);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return url;
    }
    StringBuilder escaped = new StringBuilder();
    byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char letter = (char) (bytes[i] & 0xff);
      boolean escape = letter == '%' && isHex(bytes, i + 1) && isHex(bytes, i + 2);
      if (escape || isLetterOrDigit(letter) || ALLOWED.indexOf(letter) >= 0) {
        escaped.append(letter);
      } else {
        escaped.append("%%%02X".formatted((int) letter));
      }
    }
    return escaped.toString();
  }

  private static boolean isLetterOrDigit(char letter) {
    return letter < 128 && Character.isLetterOrDigit(letter);
  }

  private static boolean isHex(byte[] bytes, int at) {
    return at < bytes.length && Character.digit(bytes[at], 16) >= 0;
  }
}
