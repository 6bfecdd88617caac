package dev.frameloom.edit.tokenflow;

/** Whose TokenFlow it is, where those there are differ. */
enum Compat {
  /**
   * Ours, for windows of a stream: keyframes on either side of a frame, weighed linearly; the
   * anchor and the boundaries that windows share take part; frames start at their own inverted
   * latents.
   */
  STREAM,
  /**
   * The published code's, to the numbers: batches with a random keyframe each, matched with their
   * own and the batch before's, weighed by the batches' centres. A window is a clip by itself.
   */
  OFFICIAL,
  /** The paper's: as the published code, but with the keyframes before and after each frame. */
  PAPER
}
