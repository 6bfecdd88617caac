package dev.frameloom.hub;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A hub and who asks it.
 *
 * @param address as {@code https://huggingface.co}, without a slash at the end
 * @param token sent to this address only
 */
public record Hub(URI address, Optional<HubToken> token) {

  /** Checks that a token is not sent in the clear. */
  public Hub {
    if (!isSecure(address) && token.isPresent()) {
      throw new IllegalArgumentException(
          address + ": expected https where a token is set; unset HF_TOKEN, or set models.hub");
    }
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Hub at(String address, Optional<HubToken> token) {
    URI parsed;
    try {
      parsed = URI.create(address.strip().replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw unfit(address);
    }
    boolean http = "http".equalsIgnoreCase(parsed.getScheme());
    if (parsed.getHost() == null
        || parsed.getUserInfo() != null
        || parsed.getQuery() != null
        || !(http || isSecure(parsed))) {
      throw unfit(address);
    }
    return new Hub(parsed, token);
  }

  private static IllegalArgumentException unfit(String address) {
    return new IllegalArgumentException(
        "expected a hub's address as https://huggingface.co, found \"" + address + "\"");
  }

  static boolean isSecure(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  /** Whether an address is this hub's: same scheme, host and port. */
  boolean isSameOrigin(URI other) {
    return origin(address).equals(origin(other));
  }

  private static String origin(URI uri) {
    int standard = isSecure(uri) ? 443 : 80;
    return (uri.getScheme() + "://" + uri.getHost()).toLowerCase(Locale.ROOT)
        + ":"
        + (uri.getPort() < 0 ? standard : uri.getPort());
  }
}
