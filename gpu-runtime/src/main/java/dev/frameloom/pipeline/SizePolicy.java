package dev.frameloom.pipeline;

/** What to do about a picture of which width or height is no multiple of the model's latents'. */
public enum SizePolicy {
  /** Refuse it. */
  REFUSE,
  /** Work on a larger one, padded at the right and below, and cut the result to size. */
  PAD
}
