package dev.frameloom.restyle;

/** A clip can't be restyled. The message says why. */
public final class RestyleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public RestyleException(String message) {
    super(message);
  }

  /** A message and what caused it. */
  public RestyleException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The failure itself, where a future has wrapped it. */
  static RuntimeException unwrapped(RuntimeException failure) {
    return failure instanceof java.util.concurrent.CompletionException
            && failure.getCause() instanceof RuntimeException cause
        ? cause
        : failure;
  }
}
