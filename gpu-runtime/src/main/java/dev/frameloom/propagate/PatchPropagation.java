package dev.frameloom.propagate;

import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.patch.PatchSynthesis;
import dev.frameloom.patch.SynthesisSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Paints the frames between two edited keyframes with the keyframes' patches, as Rerender-A-Video
 * does (Yang et al., SIGGRAPH Asia 2023): once forward from the first, once backward from the last,
 * each frame guided by its source, its edges, its place in the keyframe and the frame painted
 * before it; then of both pictures of a frame each pixel is taken of the better one, and contrast
 * is kept where they are mixed. Takes seconds a frame where {@link FlowBlend} takes milliseconds.
 *
 * <p>A pure function of the pictures and the seed: not of the number of threads. For one thread at
 * a time; the flow is found on the caller's, and not closed here. The threads that it keeps end
 * with close().
 *
 * <p>Holds no more than one interval: 16 bytes a pixel for each flow step, and 14 for each frame of
 * both directions' pictures and errors, until the call returns; beside them what one synthesis for
 * each direction needs, and then some 140 bytes a pixel for each thread that blends. The result
 * adds 3 bytes a pixel and frame.
 */
public final class PatchPropagation implements AutoCloseable {

  private final OpticalFlow flow;
  private final PropagationSettings settings;
  private final PatchSynthesis forward;
  private final PatchSynthesis backward;

  /** Paints along the flow that this finds. */
  public PatchPropagation(OpticalFlow flow, PropagationSettings settings) {
    this.flow = flow;
    this.settings = settings;
    forward = new PatchSynthesis((settings.threads() + 1) / 2);
    backward = new PatchSynthesis(Math.max(1, settings.threads() / 2));
  }

  /**
   * Paints what lies between two keyframes.
   *
   * @param sources the first keyframe's, those of the frames between, the last keyframe's: at least
   *     2 pictures, of one size, at least one patch wide and high
   * @param first the first keyframe's edit, of that size
   * @param last the last keyframe's edit, of that size
   * @param seed of the patch search
   * @return one picture for each source but the first and the last, in their order; none for two
   * @throws IllegalArgumentException if sizes differ, or there are fewer than two sources
   * @throws java.util.concurrent.CancellationException where the calling thread is interrupted,
   *     which it stays; nothing works on any more then
   */
  public List<Picture> between(List<Picture> sources, Picture first, Picture last, long seed) {
    requireOneSize(sources, first, last);
    if (sources.size() == 2) {
      return List.of();
    }
    Interval interval = Interval.of(sources, flow);
    List<List<Painting>> painted = painted(interval, first, last, seed);
    List<Painting> fromFirst = painted.get(0);
    List<Painting> fromLast = new ArrayList<>(painted.get(1));
    Collections.reverse(fromLast);
    List<BitSet> choices =
        PixelChoice.of(
            fromFirst.stream().map(Painting::error).toList(),
            fromLast.stream().map(Painting::error).toList(),
            interval.steps().stream().map(FlowPair::backward).toList(),
            settings.variant());
    TwoWayBlend blend = new TwoWayBlend(settings.variant(), settings.poisson());
    List<Callable<Picture>> tasks = new ArrayList<>();
    for (int i = 0; i < interval.frames(); i++) {
      Picture a = fromFirst.get(i).picture();
      Picture b = fromLast.get(i).picture();
      BitSet choice = choices.get(i);
      double position = settings.variant().position(i, interval.frames());
      tasks.add(() -> blend.blend(a, b, choice, position));
    }
    return SideBySide.all(settings.threads(), tasks);
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
  }

  /** From the first keyframe, and from the last one, both in the order of painting. */
  private List<List<Painting>> painted(Interval interval, Picture first, Picture last, long seed) {
    SynthesisSettings synthesis = settings.synthesis().withSeed(seed);
    KeyframePainter ahead =
        new KeyframePainter(forward, synthesis, settings.weights(), settings.hidden());
    KeyframePainter back =
        new KeyframePainter(backward, synthesis, settings.weights(), settings.hidden());
    return SideBySide.all(
        settings.threads(),
        List.of(() -> ahead.paint(interval, first), () -> back.paint(interval.reversed(), last)));
  }

  private static void requireOneSize(List<Picture> sources, Picture first, Picture last) {
    if (sources.size() < 2) {
      throw new IllegalArgumentException(
          "expected the sources of two keyframes and of what lies between them, found "
              + sources.size());
    }
    List<Picture> all = new ArrayList<>(sources);
    all.add(first);
    all.add(last);
    for (Picture picture : all) {
      if (picture.width() != first.width() || picture.height() != first.height()) {
        throw new IllegalArgumentException(
            "expected sources and edits of one size, found %dx%d and %dx%d"
                .formatted(first.width(), first.height(), picture.width(), picture.height()));
      }
    }
  }
}
