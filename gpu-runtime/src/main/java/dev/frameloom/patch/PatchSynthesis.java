package dev.frameloom.patch;

import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Paints a picture with patches of another, as EbSynth does (Jamriška et al., SIGGRAPH 2019):
 * guides say which patches fit where, a price on repetition keeps the style's texture, and the
 * overlapping patches vote on each pixel, from coarse to fine.
 *
 * <p>Follows EbSynth's GPU version in schedule, pyramid, stop mask and vote, and its CPU version in
 * how matches spread. The result is a function of the arguments alone: not of the number of
 * threads, the order in which they run, or the processor. EbSynth's are not: both count uses while
 * threads change them. For one thread at a time; its own threads end with close().
 */
public final class PatchSynthesis implements AutoCloseable {

  private final Bands bands;

  /** With so many threads, at least 1. */
  public PatchSynthesis(int threads) {
    bands = new Bands(threads);
  }

  /**
   * Paints a picture.
   *
   * @param style what its patches are taken of, at least one patch in size
   * @param guides at least one; all sources of the style's size, all targets of one size
   * @return of the targets' size
   * @throws IllegalArgumentException where sizes do not fit, or weights are too much for whole
   *     numbers
   * @throws java.util.concurrent.CancellationException where the calling thread is interrupted,
   *     which it stays
   */
  public Synthesis paint(Picture style, List<Guide> guides, SynthesisSettings settings) {
    requireSizes(style, guides, settings);
    Levels styleLevels = Levels.of(style);
    int channels = 3 + guides.stream().mapToInt(guide -> guide.target().channels()).sum();
    double[] exact = new double[channels];
    int at = 0;
    double total = settings.styleWeight();
    for (; at < 3; at++) {
      exact[at] = settings.styleWeight() / 3;
    }
    for (Guide guide : guides) {
      total += guide.weight();
      for (int c = 0; c < guide.target().channels(); c++) {
        exact[at++] = guide.weight() / guide.target().channels();
      }
    }
    // the largest error that there can be has to fit an int
    double most = (double) settings.patch() * settings.patch() * 255 * 255 * total;
    int unit = (int) ((Integer.MAX_VALUE - 1) / (most * 1.01));
    if (unit < 1) {
      throw new IllegalArgumentException(
          "the weights of style and guides add up to %s, which is too much for patches of %d pixels"
              .formatted(total, settings.patch()));
    }
    int[] weights = new int[channels];
    for (int c = 0; c < channels; c++) {
      weights[c] = (int) Math.round(exact[c] * unit);
    }
    Levels target = guides.get(0).target();
    int levels = levels(settings, styleLevels, target);
    Synthesis result = null;
    int[] matches = null;
    int coarserWidth = 0;
    for (int level = levels - 1; level >= 0; level--) {
      int sourceWidth = size(style.width(), level);
      int sourceHeight = size(style.height(), level);
      int width = size(target.width(), level);
      int height = size(target.height(), level);
      List<Guide> scaled = new ArrayList<>();
      for (Guide guide : guides) {
        scaled.add(
            new Guide(
                guide.source().resampled(sourceWidth, sourceHeight),
                guide.target().resampled(width, height),
                guide.weight()));
      }
      long salt = PatchSearch.mix(settings.seed() * 31 + level);
      matches =
          result == null
              ? random(width, height, sourceWidth, sourceHeight, settings.patch() / 2, salt)
              : doubled(matches, coarserWidth, width, height, sourceWidth, sourceHeight, settings);
      result =
          new SynthesisLevel(
                  settings,
                  bands,
                  weights,
                  unit,
                  styleLevels.resampled(sourceWidth, sourceHeight),
                  scaled,
                  matches)
              .run(salt);
      coarserWidth = width;
    }
    return result;
  }

  @Override
  public void close() {
    bands.close();
  }

  /** As many as leave the smaller side two patches and a pixel. */
  static int levels(SynthesisSettings settings, Levels style, Levels target) {
    int side =
        Math.min(
            Math.min(style.width(), style.height()), Math.min(target.width(), target.height()));
    int levels = 1;
    while (levels < settings.levels() && size(side, levels) >= 2 * settings.patch() + 1) {
      levels++;
    }
    return levels;
  }

  private static int size(int side, int level) {
    return side >> level;
  }

  private static int[] random(
      int width, int height, int sourceWidth, int sourceHeight, int radius, long salt) {
    int[] matches = new int[width * height];
    for (int i = 0; i < matches.length; i++) {
      long word = PatchSearch.mix(salt ^ PatchSearch.mix(i));
      int x = radius + (int) (((word & 0xffffffffL) * (sourceWidth - 2 * radius)) >>> 32);
      int y = radius + (int) (((word >>> 32) * (sourceHeight - 2 * radius)) >>> 32);
      matches[i] = x + (y << 16);
    }
    return matches;
  }

  /** A coarser level's matches, each for four pixels, a patch away from the style's border. */
  private static int[] doubled(
      int[] coarser,
      int coarserWidth,
      int width,
      int height,
      int sourceWidth,
      int sourceHeight,
      SynthesisSettings settings) {
    int coarserHeight = coarser.length / coarserWidth;
    int[] matches = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int match =
            coarser[
                Math.min(y / 2, coarserHeight - 1) * coarserWidth
                    + Math.min(x / 2, coarserWidth - 1)];
        int sx = inside(2 * (match & 0xffff) + x % 2, sourceWidth, settings.patch());
        int sy = inside(2 * (match >>> 16) + y % 2, sourceHeight, settings.patch());
        matches[y * width + x] = sx + (sy << 16);
      }
    }
    return matches;
  }

  private static int inside(int value, int side, int margin) {
    int least = Math.min(margin, (side - 1) / 2);
    return Math.max(least, Math.min(side - 1 - least, value));
  }

  private static void requireSizes(Picture style, List<Guide> guides, SynthesisSettings settings) {
    if (guides.isEmpty()) {
      throw new IllegalArgumentException("at least one guide is needed");
    }
    if (Math.min(style.width(), style.height()) < settings.patch()
        || Math.max(style.width(), style.height()) > 0x7fff) {
      throw new IllegalArgumentException(
          "a style of %dx%d pixels has no place for patches of %d, or more than 32767 in a row"
              .formatted(style.width(), style.height(), settings.patch()));
    }
    Levels target = guides.get(0).target();
    for (Guide guide : guides) {
      Levels source = guide.source();
      if (source.width() != style.width() || source.height() != style.height()) {
        throw new IllegalArgumentException(
            "a guide's source has the style's size, %dx%d, found %dx%d"
                .formatted(style.width(), style.height(), source.width(), source.height()));
      }
      if (guide.target().width() != target.width() || guide.target().height() != target.height()) {
        throw new IllegalArgumentException(
            "guides have targets of one size, found %dx%d and %dx%d"
                .formatted(
                    target.width(),
                    target.height(),
                    guide.target().width(),
                    guide.target().height()));
      }
    }
  }
}
