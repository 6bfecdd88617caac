package dev.frameloom.evaluate;

import dev.frameloom.image.Picture;
import dev.frameloom.metric.EdgeMap;
import dev.frameloom.metric.Psnr;
import dev.frameloom.metric.Sharpness;
import dev.frameloom.style.Style;
import java.util.EnumMap;
import java.util.Map;

/** What every style's filter makes of one frame; edits of the frame are compared with it. */
final class StyleTargets {

  private final Map<Style, Target> targets = new EnumMap<>(Style.class);

  private record Target(Picture picture, EdgeMap edges, Sharpness sharpness) {

    private static Target of(Picture picture) {
      return new Target(picture, EdgeMap.of(picture), Sharpness.of(picture));
    }
  }

  StyleTargets(Picture source) {
    for (Style style : Style.values()) {
      targets.put(style, Target.of(style.filter(source)));
    }
  }

  /** Scores an edit of the frame. */
  EditScore score(Style wanted, Picture edited) {
    EdgeMap edges = EdgeMap.of(edited);
    Map<Style, StyleMatch.Likeness> likenesses = new EnumMap<>(Style.class);
    targets.forEach(
        (style, target) ->
            likenesses.put(
                style,
                new StyleMatch.Likeness(
                    Psnr.between(target.picture(), edited), target.edges().correlation(edges))));
    EdgeMap source = targets.get(Style.PHOTO).edges();
    return new EditScore(
        wanted,
        new StyleMatch(likenesses),
        source.correlation(edges),
        source.correlation(targets.get(wanted).edges()),
        Sharpness.of(edited).sobelRatio(targets.get(wanted).sharpness()));
  }
}
