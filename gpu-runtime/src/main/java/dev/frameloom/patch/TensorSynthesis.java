package dev.frameloom.patch;

import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.image.Picture;
import dev.frameloom.patch.Matches.Extent;
import java.util.List;

/**
 * Paints as {@link PatchSynthesis} does, with tensors, as a GPU wants it: all pixels try the same
 * kind of candidate at once, their neighbours' matches at distances of 4, 2 and 1 and one place at
 * random within each radius, and how often patches are used is counted anew before each of them.
 * That is the search of EbSynth's GPU version but for the counts, which are whole numbers that any
 * order of threads adds up to, and so the same on every run.
 *
 * <p>Pictures are not those of PatchSynthesis, which searches pixel after pixel; errors are within
 * a few percent of its. On a CPU it is far slower than that, and of no use but for tests. May be
 * used by many threads at once.
 */
public final class TensorSynthesis {

  private final ComputeDevice device;

  /** On a device; precision does not matter, since all is in single precision. */
  public TensorSynthesis(ComputeDevice device) {
    this.device = device;
  }

  /** Paints a picture; arguments, result and errors as {@link PatchSynthesis#paint}. */
  public Synthesis paint(Picture style, List<Guide> guides, SynthesisSettings settings) {
    SynthesisSizes.require(style, guides, settings);
    Levels whole = Levels.of(style);
    Levels target = guides.get(0).target();
    int coarsest = SynthesisSizes.levels(settings, whole, target) - 1;
    int[] matches =
        Matches.random(
            Extent.of(target, coarsest),
            Extent.of(whole, coarsest),
            settings.patch(),
            Matches.mix(settings.seed()));
    for (int level = coarsest; level > 0; level--) {
      matches =
          Matches.doubled(
              at(level, whole, guides, settings, matches).matches(),
              Extent.of(target, level),
              Extent.of(target, level - 1),
              Extent.of(whole, level - 1),
              settings.patch());
    }
    return at(0, whole, guides, settings, matches);
  }

  private Synthesis at(
      int level, Levels style, List<Guide> guides, SynthesisSettings settings, int[] matches) {
    Extent source = Extent.of(style, level);
    Extent target = Extent.of(guides.get(0).target(), level);
    try (NDManager scope = device.newScope()) {
      return new TensorLevel(
              scope,
              settings,
              style.resampled(source.width(), source.height()),
              SynthesisSizes.scaled(guides, source, target))
          .run(matches, Matches.mix(settings.seed() * 31 + level));
    }
  }
}
