package dev.frameloom.media;

/**
 * When a clip's sound and pictures begin and end, microseconds of its clock: tells whether written
 * frames are the whole clip or a part of it, and so which sound belongs to them.
 *
 * @param audioStartUs when the sound begins
 * @param videoStartUs when the pictures begin
 * @param videoEndUs when they end
 */
record ClipTimes(long audioStartUs, long videoStartUs, long videoEndUs) {

  /** How far a written frame may be from the clip's first or last and still be it. */
  private static final long TOLERANCE_US = 60_000;

  /** A file without pictures: its sound begins with the first frame and ends with the last. */
  static ClipTimes soundOnly(long audioStartUs) {
    return new ClipTimes(audioStartUs, audioStartUs, Long.MAX_VALUE);
  }

  boolean startsWith(long firstFrameUs) {
    return Math.abs(firstFrameUs - videoStartUs) <= 1;
  }

  /**
   * The clip's time that becomes 0 in the written file: the clip's beginning (of the pictures or of
   * earlier sound) if the first frame is its first, or else the first frame.
   */
  long originUs(long firstFrameUs) {
    return startsWith(firstFrameUs) ? Math.min(audioStartUs, firstFrameUs) : firstFrameUs;
  }

  /**
   * Whether frames up to this time are the clip to its end, so that its sound is kept to the end.
   */
  boolean endsWith(long lastFrameEndUs) {
    return lastFrameEndUs >= videoEndUs - TOLERANCE_US;
  }
}
