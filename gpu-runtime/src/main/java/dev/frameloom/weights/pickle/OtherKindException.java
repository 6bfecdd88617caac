package dev.frameloom.weights.pickle;

/** A pickle holds something that people have beside models and LoRAs. */
final class OtherKindException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * What it is, is the message.
   *
   * @param what as {@code a hypernetwork}
   */
  OtherKindException(String what) {
    super(what);
  }
}
