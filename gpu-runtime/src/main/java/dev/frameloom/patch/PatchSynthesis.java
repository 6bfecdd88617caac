package dev.frameloom.patch;

import dev.frameloom.image.Picture;
import dev.frameloom.patch.Matches.Extent;
import java.util.List;

/**
 * Paints a picture with patches of another, as EbSynth does (Jamriška et al., SIGGRAPH 2019):
 * guides say which patches fit where, a price on repetition keeps the style's texture, and the
 * overlapping patches vote on each pixel, from coarse to fine.
 *
 * <p>Follows EbSynth's GPU version in schedule, pyramid and stop mask, and its CPU version in how
 * matches spread and how patches vote. The result is a function of the arguments alone: not of the
 * number of threads, the order in which they run, or the processor. EbSynth's are not: both count
 * uses while threads change them. For one thread at a time; its own threads end with close().
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
    SynthesisSizes.require(style, guides, settings);
    ErrorScale scale = ErrorScale.of(settings, guides);
    Levels whole = Levels.of(style);
    Levels target = guides.get(0).target();
    int coarsest = SynthesisSizes.levels(settings, whole, target) - 1;
    long salt = Matches.mix(settings.seed());
    int[] matches =
        Matches.random(
            Extent.of(target, coarsest), Extent.of(whole, coarsest), settings.patch(), salt);
    for (int level = coarsest; level > 0; level--) {
      Synthesis coarse = at(level, scale, whole, guides, settings, matches);
      matches =
          Matches.doubled(
              coarse.matches(),
              Extent.of(target, level),
              Extent.of(target, level - 1),
              Extent.of(whole, level - 1),
              settings.patch());
    }
    return at(0, scale, whole, guides, settings, matches);
  }

  private Synthesis at(
      int level,
      ErrorScale scale,
      Levels style,
      List<Guide> guides,
      SynthesisSettings settings,
      int[] matches) {
    Extent source = Extent.of(style, level);
    Extent target = Extent.of(guides.get(0).target(), level);
    List<Guide> scaled = SynthesisSizes.scaled(guides, source, target);
    Levels resampled = style.resampled(source.width(), source.height());
    return new SynthesisLevel(settings, scale, bands, resampled, scaled, matches)
        .run(Matches.mix(settings.seed() * 31 + level));
  }

  @Override
  public void close() {
    bands.close();
  }
}
