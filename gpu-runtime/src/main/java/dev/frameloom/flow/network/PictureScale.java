package dev.frameloom.flow.network;

/** What the levels 0 to 255 of a picture's channels become before a network sees them. */
public enum PictureScale {
  /** Each channel less ImageNet's mean, over ImageNet's deviation, as GMFlow is trained. */
  IMAGENET,
  /** −1 to 1, as RAFT is trained; WAVE (ECCV 2024) also feeds GMFlow so. */
  SIGNED,
  /** 0 to 255, as WAVE's blending feeds GMFlow. */
  LEVELS;

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  /**
   * A level in a place among three channels; in ImageNet's order the first is red, and a network
   * that is fed blue first normalises that as if it were red.
   */
  float value(int level, int channel) {
    return switch (this) {
      case IMAGENET -> (level / 255f - MEAN[channel]) / DEVIATION[channel];
      case SIGNED -> 2 * (level / 255f) - 1;
      case LEVELS -> level;
    };
  }
}
