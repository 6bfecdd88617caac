package dev.frameloom.edit.tokenflow;

/** Which frames are keyframes. */
enum KeyframeChoice {
  /**
   * Others in each step, drawn around the window's own: of the frames past the middle between it
   * and the keyframe before, up to the middle between it and the one after. Those that windows
   * share stay.
   */
  RANDOM,
  /** The window's own in every step. */
  FIXED
}
