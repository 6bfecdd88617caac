package dev.frameloom.evaluate;

import dev.frameloom.style.Style;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What edits come to. Rates are 0 to 1; NaN where nothing was measured.
 *
 * @param edits how many, with guidance
 * @param adherence rate of those that are nearest to the style asked for and whose edges hold
 * @param edgesHeld rate of those whose edges hold, nearest or not ({@link EditScore#holdsEdges})
 * @param adherenceUnguided the same with a guidance of 1
 * @param adherenceByPsnr rate by colours alone
 * @param adherenceByEdges rate by edges alone
 * @param psnrToStyle dB to the filter's output of the style asked for, mean
 * @param edgesToStyle correlation of edges with the filter's output, mean
 * @param edgeCorrelation of edges with the source's, mean; over several styles, only of those that
 *     keep edges
 * @param filterEdgeCorrelation the same of what the styles' filters make of the source: more than
 *     that is not to be asked of a model
 * @param takenFor which styles the edits are nearest to, and how many are, whether edges hold or
 *     not
 */
public record EditMeans(
    int edits,
    double adherence,
    double edgesHeld,
    double adherenceUnguided,
    double adherenceByPsnr,
    double adherenceByEdges,
    double psnrToStyle,
    double edgesToStyle,
    double edgeCorrelation,
    double filterEdgeCorrelation,
    Map<Style, Integer> takenFor) {

  public EditMeans {
    takenFor = Collections.unmodifiableMap(takenFor);
  }

  /** Over those edits of frames that ask for certain styles. */
  static EditMeans of(List<FrameScores> frames, Predicate<Style> styles) {
    List<EditScore> edits = wanted(frames.stream().flatMap(it -> it.edits().stream()), styles);
    List<EditScore> unguided =
        wanted(frames.stream().flatMap(it -> it.unguided().stream()), styles);
    boolean several = edits.stream().map(EditScore::wanted).distinct().count() > 1;
    List<EditScore> withEdges =
        edits.stream().filter(it -> !several || it.wanted().keepsEdges()).toList();
    Map<Style, Integer> takenFor = new EnumMap<>(Style.class);
    edits.forEach(it -> takenFor.merge(it.match().nearest(), 1, Integer::sum));
    return new EditMeans(
        edits.size(),
        FrameMeans.mean(edits, it -> it.adheres() ? 1 : 0),
        FrameMeans.mean(edits, it -> it.holdsEdges() ? 1 : 0),
        FrameMeans.mean(unguided, it -> it.adheres() ? 1 : 0),
        FrameMeans.mean(edits, it -> hit(it, it.match().nearestByPsnr())),
        FrameMeans.mean(edits, it -> hit(it, it.match().nearestByEdges())),
        FrameMeans.mean(edits, it -> FrameMeans.finite(toWanted(it).psnr())),
        FrameMeans.mean(edits, it -> toWanted(it).edges()),
        FrameMeans.mean(withEdges, EditScore::edgeCorrelation),
        FrameMeans.mean(withEdges, EditScore::filterEdgeCorrelation),
        takenFor);
  }

  private static List<EditScore> wanted(Stream<EditScore> edits, Predicate<Style> styles) {
    return edits.filter(it -> styles.test(it.wanted())).toList();
  }

  private static int hit(EditScore edit, Style nearest) {
    return edit.wanted() == nearest ? 1 : 0;
  }

  private static StyleMatch.Likeness toWanted(EditScore edit) {
    return edit.match().to().get(edit.wanted());
  }
}
