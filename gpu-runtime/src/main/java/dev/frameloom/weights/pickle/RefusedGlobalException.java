package dev.frameloom.weights.pickle;

/** A pickle names a class or function that no checkpoint of tensors needs. */
final class RefusedGlobalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * The name is the message.
   *
   * @param path as {@code os.system}
   */
  RefusedGlobalException(String path) {
    super(path);
  }
}
