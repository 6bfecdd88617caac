package dev.frameloom.cluster;

import java.time.Duration;
import java.util.Locale;

/** A broker or registry does not answer. The message says which, and for how long it was tried. */
public final class UnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreachableException(String what, String where, Duration tried, Throwable cause) {
    super(
        String.format(
            Locale.ROOT,
            "%s at %s did not answer, tried for %.1f s (kafka.connect-timeout-ms raises that)",
            what,
            where,
            tried.toMillis() / 1000.0),
        cause);
  }
}
