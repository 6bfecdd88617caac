package dev.frameloom.cli;

import dev.frameloom.media.MediaException;
import java.util.ArrayList;
import java.util.List;

/** Turns failures into one line for people. */
final class Messages {

  private Messages() {}

  /**
   * The message, and those of the causes that say something more, and what became of the output;
   * never a stack trace. A class's name only where there is nothing else to say.
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
    return String.join(": ", parts) + aside(failure);
  }

  /** What closing an output said while the failure was on its way. */
  private static String aside(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (Throwable beside : cause.getSuppressed()) {
        if (beside instanceof MediaException) {
          text.append("; ").append(beside.getMessage());
        }
      }
    }
    return text.toString();
  }
}
