package dev.frameloom.propagate;

import dev.frameloom.propagate.LabPlanes.Rounding;

/** Where Rerender-A-Video's published code and what its paper describes differ. */
public enum Variant {
  /**
   * What the code does. The errors of the frames painted backward are read in the order in which
   * they were painted, while the frames themselves are put in order of time: each frame is chosen
   * by the errors of the one that mirrors it. The first frame after a keyframe counts as that
   * keyframe's time, so the earlier keyframe has more weight than the later one. Levels that are
   * solved for are truncated, not rounded.
   */
  OFFICIAL {
    @Override
    double position(int frame, int frames) {
      return (double) frame / frames;
    }

    @Override
    int errorsFromLast(int frame, int frames) {
      return frames - 1 - frame;
    }

    @Override
    Rounding rounding() {
      return Rounding.DOWN;
    }
  },

  /**
   * What the paper describes: each frame by its own errors. It gives no weights; those here are the
   * frame's place in time, equally far from both keyframes.
   */
  PAPER {
    @Override
    double position(int frame, int frames) {
      return (frame + 1.0) / (frames + 1);
    }

    @Override
    int errorsFromLast(int frame, int frames) {
      return frame;
    }

    @Override
    Rounding rounding() {
      return Rounding.NEAREST;
    }
  };

  /**
   * Where a frame lies between the keyframes, 0 (the first) to 1 (the last).
   *
   * @param frame from 0, in order of time, keyframes not counted
   * @param frames in the interval, keyframes not counted
   */
  abstract double position(int frame, int frames);

  /** Which frame's errors, of those painted from the last keyframe, a frame is chosen by. */
  abstract int errorsFromLast(int frame, int frames);

  /** What becomes of levels that Poisson's equation was solved for. */
  abstract Rounding rounding();
}
