package dev.frameloom.weights;

/**
 * A model can't be loaded. Its message names the file, the tensor where there is one, what was
 * expected and what was found, for people.
 */
public final class ModelLoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Only a message. */
  public ModelLoadException(String message) {
    super(message);
  }

  /** A message and what caused it. */
  public ModelLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
