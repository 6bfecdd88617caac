package dev.frameloom.edit.tokenflow;

/** How the results of two keyframes are weighed by the distances of a frame from them. */
enum BlendWeight {
  /**
   * σ(d′/(d + d′)), in the paper and the official code (eq. 5): between 0.5 and 0.73, so that
   * neither keyframe ever counts alone.
   */
  SIGMOID {
    @Override
    double of(double own, double other) {
      return 1 / (1 + Math.exp(-share(own, other)));
    }
  },

  /**
   * d′/(d + d′): at a keyframe it counts alone, so that a frame beside a boundary that two windows
   * share looks like it in both.
   */
  LINEAR {
    @Override
    double of(double own, double other) {
      return share(own, other);
    }
  };

  /**
   * The weight of a keyframe.
   *
   * @param own distance from it
   * @param other distance from the other keyframe
   */
  abstract double of(double own, double other);

  private static double share(double own, double other) {
    return own + other == 0 ? 1 : other / (own + other);
  }
}
