package dev.frameloom.patch;

import java.util.Arrays;
import java.util.List;

/** One level of the pyramid: rounds of search and vote until the picture no longer changes. */
final class SynthesisLevel {

  /** Rows that are searched by one thread; independent of how many threads there are. */
  private static final int BAND = 64;

  private final SynthesisSettings settings;
  private final Bands bands;
  private final int radius;
  private final int[] weights;
  private final int unit;
  private final Levels style;
  private final byte[] source;
  private final int width;
  private final int height;
  private final byte[] target;
  private final int[] errors;
  private final int[] matches;

  /**
   * Begins a level.
   *
   * @param weights (C), style first, in parts of unit
   * @param unit what an error of 1 is in the weights
   * @param style on this level
   * @param guides on this level
   * @param matches (H, W) to begin with
   */
  SynthesisLevel(
      SynthesisSettings settings,
      Bands bands,
      int[] weights,
      int unit,
      Levels style,
      List<Guide> guides,
      int[] matches) {
    this.settings = settings;
    this.bands = bands;
    this.radius = settings.patch() / 2;
    this.weights = weights;
    this.unit = unit;
    this.style = style;
    this.matches = matches;
    width = guides.get(0).target().width();
    height = guides.get(0).target().height();
    source = new byte[style.width() * style.height() * weights.length];
    interleave(source, style, 0, 0);
    target = new byte[(width + 2 * radius) * (height + 2 * radius) * weights.length];
    int channel = style.channels();
    for (Guide guide : guides) {
      interleave(source, guide.source(), channel, 0);
      interleave(target, guide.target(), channel, radius);
      channel += guide.target().channels();
    }
    errors = new int[width * height];
  }

  /** The result: picture, errors before the last vote, matches. */
  Synthesis run(long salt) {
    PatchDistance distance =
        new PatchDistance(radius, weights, target, width + 2 * radius, source, style.width());
    boolean[] active = null;
    byte[] picture = vote();
    for (int round = 0; round < settings.votes(); round++) {
      interleave(target, new Levels(width, height, style.channels(), picture), 0, radius);
      bands.each(height, BAND, (from, to) -> measure(distance, from, to));
      for (int pass = 0; pass < settings.searches(); pass++) {
        Occupancy occupancy =
            Occupancy.of(
                matches, style.width(), style.height(), radius, settings.uniformity() * unit);
        boolean[] where = active;
        boolean forward = pass % 2 == 0;
        long passSalt = PatchSearch.mix(salt + ((long) round << 32) + pass);
        int[] before = matches.clone();
        int[] errorsBefore = errors.clone();
        bands.each(
            height,
            BAND,
            (from, to) -> {
              int behind = forward ? from - 1 : to;
              boolean inside = behind >= 0 && behind < height;
              search(distance, occupancy.copy())
                  .pass(
                      from,
                      to,
                      forward,
                      where,
                      inside ? row(before, behind) : null,
                      inside ? row(errorsBefore, behind) : null,
                      passSalt);
            });
      }
      byte[] next = vote();
      if (settings.stopThreshold() > 0 && round < settings.votes() - 1) {
        active = changed(picture, next);
      }
      picture = next;
    }
    float[] error = new float[errors.length];
    for (int i = 0; i < error.length; i++) {
      error[i] = (float) errors[i] / unit;
    }
    return new Synthesis(
        new Levels(width, height, style.channels(), picture).picture(), error, matches);
  }

  private PatchSearch search(PatchDistance distance, Occupancy occupancy) {
    return new PatchSearch(
        distance, radius, width, style.width(), style.height(), matches, errors, occupancy);
  }

  /** The errors of all matches of some rows, anew. */
  private void measure(PatchDistance distance, int fromRow, int toRow) {
    for (int y = fromRow; y < toRow; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        errors[at] = distance.of(x, y, matches[at] & 0xffff, matches[at] >>> 16, Integer.MAX_VALUE);
      }
    }
  }

  private int[] row(int[] values, int row) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  /** Each pixel's mean over what the patches around it say of it, truncated. */
  private byte[] vote() {
    int channels = style.channels();
    byte[] picture = new byte[width * height * channels];
    bands.each(
        height,
        BAND,
        (from, to) -> {
          int[] sums = new int[channels];
          for (int y = from; y < to; y++) {
            for (int x = 0; x < width; x++) {
              vote(picture, x, y, sums);
            }
          }
        });
    return picture;
  }

  private void vote(byte[] picture, int x, int y, int[] sums) {
    int channels = style.channels();
    byte[] values = style.values();
    Arrays.fill(sums, 0);
    for (int py = -radius; py <= radius; py++) {
      int row = Math.max(0, Math.min(height - 1, y + py)) * width;
      for (int px = -radius; px <= radius; px++) {
        int match = matches[row + Math.max(0, Math.min(width - 1, x + px))];
        int sx = Math.max(0, Math.min(style.width() - 1, (match & 0xffff) - px));
        int sy = Math.max(0, Math.min(style.height() - 1, (match >>> 16) - py));
        int at = (sy * style.width() + sx) * channels;
        for (int c = 0; c < channels; c++) {
          sums[c] += values[at + c] & 0xff;
        }
      }
    }
    int at = (y * width + x) * channels;
    int count = settings.patch() * settings.patch();
    for (int c = 0; c < channels; c++) {
      picture[at + c] = (byte) (sums[c] / count);
    }
  }

  /** Pixels that a channel of changed by the threshold, and those whose patches hold one. */
  private boolean[] changed(byte[] before, byte[] after) {
    int channels = style.channels();
    boolean[] changed = new boolean[width * height];
    for (int i = 0; i < after.length; i++) {
      if (Math.abs((after[i] & 0xff) - (before[i] & 0xff)) >= settings.stopThreshold()) {
        changed[i / channels] = true;
      }
    }
    return dilated(dilated(changed, width, height, 1, width), height, width, width, 1);
  }

  /** Along lines of a length, pixels of which are a step apart. */
  private boolean[] dilated(boolean[] values, int length, int lines, int step, int lineStep) {
    boolean[] result = new boolean[values.length];
    for (int line = 0; line < lines; line++) {
      for (int i = 0; i < length; i++) {
        if (values[line * lineStep + i * step]) {
          for (int k = Math.max(0, i - radius); k <= Math.min(length - 1, i + radius); k++) {
            result[line * lineStep + k * step] = true;
          }
        }
      }
    }
    return result;
  }

  /** Puts channels beside others, in the middle of a border that repeats the outermost pixels. */
  private void interleave(byte[] into, Levels levels, int channel, int border) {
    int stride = levels.width() + 2 * border;
    for (int y = 0; y < levels.height() + 2 * border; y++) {
      int row = Math.max(0, Math.min(levels.height() - 1, y - border)) * levels.width();
      for (int x = 0; x < stride; x++) {
        int from =
            (row + Math.max(0, Math.min(levels.width() - 1, x - border))) * levels.channels();
        int to = (y * stride + x) * weights.length + channel;
        System.arraycopy(levels.values(), from, into, to, levels.channels());
      }
    }
  }
}
