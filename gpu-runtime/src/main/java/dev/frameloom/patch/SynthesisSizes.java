package dev.frameloom.patch;

import dev.frameloom.image.Picture;
import dev.frameloom.patch.Matches.Extent;
import java.util.ArrayList;
import java.util.List;

/** What sizes pictures have to have, and have on the levels of the pyramid. */
final class SynthesisSizes {

  private SynthesisSizes() {}

  /** As many levels as leave the smaller side two patches and a pixel. */
  static int levels(SynthesisSettings settings, Levels style, Levels target) {
    int side =
        Math.min(
            Math.min(style.width(), style.height()), Math.min(target.width(), target.height()));
    int levels = 1;
    while (levels < settings.levels() && side >> levels >= 2 * settings.patch() + 1) {
      levels++;
    }
    return levels;
  }

  /** Guides as a level has them. */
  static List<Guide> scaled(List<Guide> guides, Extent source, Extent target) {
    List<Guide> scaled = new ArrayList<>();
    for (Guide guide : guides) {
      scaled.add(
          new Guide(
              guide.source().resampled(source.width(), source.height()),
              guide.target().resampled(target.width(), target.height()),
              guide.weight()));
    }
    return scaled;
  }

  /** Refuses what does not fit together. */
  static void require(Picture style, List<Guide> guides, SynthesisSettings settings) {
    if (guides.isEmpty()) {
      throw new IllegalArgumentException("at least one guide is needed");
    }
    if (Math.min(style.width(), style.height()) < settings.patch()
        || Math.max(style.width(), style.height()) > Matches.LONGEST_SIDE) {
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
