package dev.frameloom.ingest;

/** Frames can't be published. Its message says what, where and what to do, for people. */
public final class PublishException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public PublishException(String message) {
    super(message);
  }

  /** A message and what caused it. */
  public PublishException(String message, Throwable cause) {
    super(message, cause);
  }
}
