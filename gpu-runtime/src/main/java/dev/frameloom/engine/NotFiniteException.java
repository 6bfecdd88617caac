package dev.frameloom.engine;

/**
 * A model computed what is no finite number. The message says where, from what, and what to do, for
 * people.
 */
public final class NotFiniteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String layer;

  /**
   * What was found.
   *
   * @param layer dotted path of the first layer whose result isn't finite, or the part of the model
   */
  public NotFiniteException(String layer, String message) {
    super(message);
    this.layer = layer;
  }

  /** Dotted path of the first layer whose result isn't finite, or the part of the model. */
  public String layer() {
    return layer;
  }
}
