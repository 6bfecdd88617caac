package dev.frameloom.edit;

import dev.frameloom.edit.live.LiveMethod;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The methods there are: the one place to add another. */
public enum RegisteredMethod {
  /** Gives the source back; for measuring everything around the editing. Needs no model. */
  NONE,
  /** Few steps on keyframes that attend to each other, optical flow between them. */
  LIVE;

  /** The name that edits use. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A new object of the method, which the caller closes. */
  public EditMethod create() {
    return switch (this) {
      case NONE -> new IdentityMethod();
      case LIVE -> new LiveMethod();
    };
  }

  /**
   * A method by its name.
   *
   * @throws EditException if there is none; the message lists those there are
   */
  public static RegisteredMethod byId(String id) {
    return Arrays.stream(values())
        .filter(method -> method.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new EditException("no method '" + id + "'; there are: " + ids()));
  }

  /** The names of all methods, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(RegisteredMethod::id).collect(Collectors.joining(", "));
  }
}
