package dev.frameloom.hub;

/** A hub can't be reached, or does not answer as one. The message says which and what to do. */
public final class HubException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public HubException(String message) {
    super(message);
  }

  /** A message and what caused it. */
  public HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
