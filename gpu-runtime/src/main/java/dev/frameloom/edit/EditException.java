package dev.frameloom.edit;

/** A window can't be edited. Its message says what is wrong and what to do, for people. */
public final class EditException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public EditException(String message) {
    super(message);
  }

  /** A message and what caused it. */
  public EditException(String message, Throwable cause) {
    super(message, cause);
  }
}
