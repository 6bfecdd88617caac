package dev.frameloom.pipeline;

import ai.djl.ndarray.NDManager;
import dev.frameloom.unet.UNetInput;

/** Adds to what the UNet is given in a call, once all branches of the guidance are in it. */
@FunctionalInterface
public interface Conditioning {

  /** Adds nothing. */
  Conditioning NONE = (scope, input) -> input;

  /**
   * The input with what is added.
   *
   * @param scope of the call; what is made is attached to it
   */
  UNetInput apply(NDManager scope, UNetInput input);
}
