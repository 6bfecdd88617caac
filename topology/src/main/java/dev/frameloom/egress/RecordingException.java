package dev.frameloom.egress;

/** Restyled frames can't be recorded. Its message says what, where and what to do, for people. */
public final class RecordingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public RecordingException(String message) {
    super(message);
  }

  /** A message and what caused it. */
  public RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
