package dev.frameloom.cli;

import java.util.ArrayList;
import java.util.List;

/** Turns failures into one line for people. */
final class Messages {

  private Messages() {}

  /**
   * The message, and those of the causes that say something more; never a stack trace. A class's
   * name only where there is nothing else to say.
   */
  static String of(Throwable failure) {
    List<String> parts = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (text == null || text.isBlank()) {
        if (cause.getCause() != null || !parts.isEmpty()) {
          continue;
        }
        text = cause.getClass().getSimpleName();
      }
      String line = text;
      if (parts.stream().noneMatch(p -> p.contains(line))) {
        parts.add(line);
      }
    }
    return String.join(": ", parts);
  }
}
