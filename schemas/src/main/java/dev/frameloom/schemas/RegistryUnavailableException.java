package dev.frameloom.schemas;

/**
 * The schema registry could not be reached, or kept failing, for as long as the retries allow. It
 * may come back: a record that met this must not be given up, and is read again later.
 */
public final class RegistryUnavailableException extends RegistryException {

  RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether this is somewhere in a chain of causes. */
  public static boolean isIn(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof RegistryUnavailableException) {
        return true;
      }
    }
    return false;
  }
}
