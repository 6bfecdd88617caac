package dev.frameloom.editing;

/** Frames can't be read now; they may be later. */
public final class FrameFetchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FrameFetchException(String message) {
    super(message);
  }

  FrameFetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
