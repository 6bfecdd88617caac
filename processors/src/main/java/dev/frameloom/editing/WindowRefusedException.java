package dev.frameloom.editing;

/**
 * A window's frames are not to be read, or not within the bounds that are set. Another try would
 * end the same. Its message says what is wrong, for people.
 */
public final class WindowRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public WindowRefusedException(String message) {
    super(message);
  }
}
