package dev.frameloom.embedded;

/** The embedded broker or registry can't start or run, with why and what to do. */
public final class EmbeddedException extends RuntimeException {

  public EmbeddedException(String message) {
    super(message);
  }

  EmbeddedException(String message, Throwable cause) {
    super(message, cause);
  }
}
