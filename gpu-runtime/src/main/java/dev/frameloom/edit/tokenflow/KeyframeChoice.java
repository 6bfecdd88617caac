package dev.frameloom.edit.tokenflow;

/** Which frames are keyframes. */
enum KeyframeChoice {
  /** Others in each step, drawn around the window's own; those that windows share stay. */
  RANDOM,
  /** The window's own in every step. */
  FIXED
}
