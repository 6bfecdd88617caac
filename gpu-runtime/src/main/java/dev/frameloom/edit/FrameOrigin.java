package dev.frameloom.edit;

/** How an edited frame came to be. */
public enum FrameOrigin {
  /** It went through the model as a keyframe. */
  KEYFRAME,
  /** It was made from the keyframes beside it: warped, or by their features. */
  PROPAGATED,
  /**
   * It lies between keyframes that saw too little of it: it went through the model itself, and what
   * they did not see was taken from that.
   */
  OWN_EDIT,
  /** It is the source: by method {@code none}, or at strength 0. */
  IDENTITY
}
