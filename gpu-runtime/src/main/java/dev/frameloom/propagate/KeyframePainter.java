package dev.frameloom.propagate;

import dev.frameloom.image.Picture;
import dev.frameloom.patch.Guide;
import dev.frameloom.patch.Levels;
import dev.frameloom.patch.PatchSynthesis;
import dev.frameloom.patch.SynthesisSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Paints frames one after the other with a keyframe's patches, each guided by its source, the
 * source's edges, the frame painted before and the place in the keyframe.
 */
final class KeyframePainter {

  private final PatchSynthesis synthesis;
  private final SynthesisSettings settings;
  private final GuideWeights weights;
  private final Hidden hidden;

  KeyframePainter(
      PatchSynthesis synthesis, SynthesisSettings settings, GuideWeights weights, Hidden hidden) {
    this.synthesis = synthesis;
    this.settings = settings;
    this.weights = weights;
    this.hidden = hidden;
  }

  /**
   * Paints the frames between keyframes, from the first one on.
   *
   * @param edit of the first keyframe
   * @return in the order of painting
   * @throws java.util.concurrent.CancellationException where the thread is interrupted, which it
   *     stays
   */
  List<Painting> paint(Interval interval, Picture edit) {
    Picture keyframe = interval.sources().get(0);
    Picture edges = InterpolationGuides.edges(keyframe);
    Picture origin = InterpolationGuides.positions(keyframe.width(), keyframe.height());
    Picture position = origin;
    Picture painted = edit;
    List<Painting> result = new ArrayList<>();
    for (int i = 1; i <= interval.frames(); i++) {
      Picture source = interval.sources().get(i);
      Hidden.Carrier carrier = hidden.carrier(interval.steps().get(i - 1));
      position = carrier.carry(position);
      List<Guide> guides = new ArrayList<>();
      add(guides, keyframe, source, weights.colour());
      add(guides, edges, InterpolationGuides.edges(source), weights.edge());
      add(guides, edit, carrier.carry(painted), weights.temporal());
      add(guides, origin, position, weights.position());
      Painting made = Painting.of(synthesis.paint(edit, guides, settings));
      painted = made.picture();
      result.add(made);
    }
    return result;
  }

  private static void add(List<Guide> guides, Picture source, Picture target, double weight) {
    if (weight > 0) {
      guides.add(new Guide(Levels.of(source), Levels.of(target), weight));
    }
  }
}
