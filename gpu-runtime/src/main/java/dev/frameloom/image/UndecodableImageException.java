package dev.frameloom.image;

/**
 * Bytes that are no picture, or only a part of one. Checked, because a stream meets such frames and
 * whoever decodes has to say what becomes of them. The message says what is wrong, for people.
 */
public final class UndecodableImageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public UndecodableImageException(String message) {
    super(message);
  }

  /** What is wrong with the bytes, and what the decoder said. */
  public UndecodableImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
