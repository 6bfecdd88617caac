package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDManager;
import dev.frameloom.unet.UNetInput;

/** Adds what a ControlNet gives to the edited branches of a call; the source's is left alone. */
@FunctionalInterface
interface SourceControl {

  /** No ControlNet. */
  SourceControl NONE = (scope, input, frames) -> input;

  /**
   * The input with what is added.
   *
   * @param scope of the call
   * @param input of b·n rows, the source's n first
   * @param frames n
   */
  UNetInput apply(NDManager scope, UNetInput input, int frames);
}
