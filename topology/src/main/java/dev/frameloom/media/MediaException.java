package dev.frameloom.media;

/** Video can't be read or written. Its message says what, where and what to do, for people. */
public final class MediaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public MediaException(String message) {
    super(message);
  }

  /** A message and what caused it. */
  public MediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
