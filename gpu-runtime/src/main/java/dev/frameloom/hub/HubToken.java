package dev.frameloom.hub;

import java.util.Map;
import java.util.Optional;

/**
 * What proves to a hub who asks. It is no record: its text must not get into logs and messages by
 * way of one that holds it.
 */
public final class HubToken {

  private final String secret;

  /**
   * A token.
   *
   * @throws IllegalArgumentException where it has characters that no token has
   */
  public HubToken(String secret) {
    if (!secret.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "expected a hub token of visible ASCII characters without blanks, found something else");
    }
    this.secret = secret;
  }

  /** The token of {@code FRAMELOOM_HUB_TOKEN}, else that of {@code HF_TOKEN}. */
  public static Optional<HubToken> from(Map<String, String> environment) {
    for (String name : new String[] {"FRAMELOOM_HUB_TOKEN", "HF_TOKEN"}) {
      String text = environment.getOrDefault(name, "").strip();
      if (!text.isEmpty()) {
        return Optional.of(new HubToken(text));
      }
    }
    return Optional.empty();
  }

  String header() {
    return "Bearer " + secret;
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
