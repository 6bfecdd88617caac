package dev.frameloom.windowing;

/**
 * Bounds of sequences and times that come from records. Within them sums and differences of two
 * don't overflow.
 */
public final class Sequences {

  /** Highest sequence that a frame may have. */
  public static final long MAX = (1L << 62) - 1;

  /** Furthest from zero that a capture time may be, microseconds: 36,000 years. */
  public static final long MAX_TIME_US = 1L << 60;

  private Sequences() {}

  /** Whether a frame may have it. */
  public static boolean isLegal(long sequence) {
    return sequence >= 0 && sequence <= MAX;
  }

  /** Whether a frame may have been captured then, microseconds. */
  public static boolean isLegalTime(long timeUs) {
    return timeUs >= -MAX_TIME_US && timeUs <= MAX_TIME_US;
  }
}
