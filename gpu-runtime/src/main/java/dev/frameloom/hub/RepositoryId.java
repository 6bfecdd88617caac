package dev.frameloom.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of a hub, and which state of it.
 *
 * @param id {@code ORG/NAME}
 * @param revision branch, tag or commit
 */
public record RepositoryId(String id, String revision) {

  private static final String PART = "[A-Za-z0-9_][A-Za-z0-9._-]{0,95}";
  private static final Pattern FORM =
      Pattern.compile("(" + PART + "/" + PART + ")(?:@([A-Za-z0-9][A-Za-z0-9._/-]{0,254}))?");

  /**
   * Reads {@code ORG/NAME} or {@code ORG/NAME@REVISION}.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public static RepositoryId parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || text.contains("..")) {
      throw new IllegalArgumentException(
          "expected ORG/NAME or ORG/NAME@REVISION, as in"
              + " stable-diffusion-v1-5/stable-diffusion-v1-5@main, found \""
              + text
              + "\"");
    }
    return new RepositoryId(matcher.group(1), matcher.group(2) == null ? "main" : matcher.group(2));
  }

  /** The part behind the slash. */
  public String name() {
    return id.substring(id.indexOf('/') + 1);
  }
}
