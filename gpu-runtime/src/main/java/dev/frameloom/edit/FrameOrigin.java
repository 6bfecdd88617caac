package dev.frameloom.edit;

/** How an edited frame came to be. */
public enum FrameOrigin {
  /** It went through the model as a keyframe. */
  KEYFRAME,
  /** It was warped from the keyframes beside it. */
  PROPAGATED,
  /** It lies between keyframes, but they saw too little of it: it went through the model itself. */
  OWN_EDIT,
  /** It is the source, by method {@code none}. */
  IDENTITY
}
