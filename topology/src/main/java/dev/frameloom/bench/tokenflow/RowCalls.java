package dev.frameloom.bench.tokenflow;

/**
 * Rows of calls of the UNet: I steps of inversion, S steps of sampling, b branches in each, F
 * frames, P keyframes beside them.
 *
 * @param inversion of all frames
 * @param reconstruction of them: what is inverted, sampled again
 * @param sampling of the edit
 */
record RowCalls(long inversion, long reconstruction, long sampling) {

  /**
   * How many steps, and how many rows of each frame in a step of sampling.
   *
   * @param inversion I
   * @param sampling S
   * @param branches b: the source's, and one or two of the guidance
   */
  record Schedule(int inversion, int sampling, int branches) {}

  /**
   * The published code's: a keyframe of each batch goes through the model once more, for what the
   * others take from it.
   *
   * @param frames F
   * @param interval F/P
   * @param reconstructs whether all frames are sampled from their inversion first, for nothing that
   *     the edit needs: the published preprocessing does
   */
  static RowCalls official(Schedule schedule, int frames, int interval, boolean reconstructs) {
    int keyframes = (frames + interval - 1) / interval;
    long inversion = (long) schedule.inversion() * frames;
    return new RowCalls(
        inversion,
        reconstructs ? inversion : 0,
        (long) (frames + keyframes) * schedule.branches() * schedule.sampling());
  }

  /**
   * Those of a stream's windows, in which a keyframe's own step is the one that others take from,
   * and which sample the anchor and the boundary that they share again.
   *
   * @param frames F
   * @param windows how it is cut
   */
  static RowCalls stream(Schedule schedule, int frames, Cut.Windows windows) {
    long sampled =
        windows.of(frames).stream()
            .mapToLong(it -> it.length() + (it.anchor() == it.first() ? 0 : 1))
            .sum();
    return new RowCalls(
        (long) schedule.inversion() * frames,
        0,
        sampled * schedule.branches() * schedule.sampling());
  }

  long all() {
    return inversion + reconstruction + sampling;
  }
}
