package dev.frameloom.edit.tokenflow;

/** What the latents of the first step are made with. */
enum StartNoise {
  /** What the source's inversion led to. */
  INVERTED,
  /** The same random noise for all frames. */
  SHARED
}
