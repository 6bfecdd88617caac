package dev.frameloom.patch;

import java.util.Arrays;

/**
 * Each pixel is the mean of what the patches around it say of it, truncated. At the border there
 * are fewer of them, as in EbSynth's CPU version; its GPU version has the outermost ones vote for
 * pixels beside theirs instead, which blurs the border.
 */
final class PatchVote {

  private final Levels style;
  private final int radius;
  private final int width;
  private final int height;
  private final int[] matches;

  /**
   * Reads matches that others may change between votes.
   *
   * @param matches (H, W)
   */
  PatchVote(Levels style, int side, int width, int height, int[] matches) {
    this.style = style;
    this.radius = side / 2;
    this.width = width;
    this.height = height;
    this.matches = matches;
  }

  /** Votes on some rows of a picture, the last one excluded. */
  void rows(byte[] picture, int from, int to) {
    int channels = style.channels();
    int[] sums = new int[channels];
    for (int y = from; y < to; y++) {
      for (int x = 0; x < width; x++) {
        Arrays.fill(sums, 0);
        int count = add(sums, x, y);
        int at = (y * width + x) * channels;
        for (int c = 0; c < channels; c++) {
          picture[at + c] = (byte) (sums[c] / count);
        }
      }
    }
  }

  /** Adds up what patches say, and counts them. */
  private int add(int[] sums, int x, int y) {
    int channels = style.channels();
    byte[] values = style.values();
    int top = Math.max(0, y - radius);
    int bottom = Math.min(height - 1, y + radius);
    int left = Math.max(0, x - radius);
    int right = Math.min(width - 1, x + radius);
    for (int py = top; py <= bottom; py++) {
      for (int px = left; px <= right; px++) {
        int match = matches[py * width + px];
        int row = (Matches.y(match) + y - py) * style.width();
        int at = (row + Matches.x(match) + x - px) * channels;
        for (int c = 0; c < channels; c++) {
          sums[c] += values[at + c] & 0xff;
        }
      }
    }
    return (bottom - top + 1) * (right - left + 1);
  }
}
