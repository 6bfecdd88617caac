package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.FlowCall;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import dev.frameloom.engine.Draws;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * TokenFlow on frames by themselves, as it was published: batches of a keyframe interval, of which
 * each has a random keyframe in every step; the keyframes attend to each other, and then every
 * frame, they too, flows from two of them. The last batch is what is left.
 */
final class ClipLayout {

  private final List<SourceFrame> frames;
  private final int interval;
  private final boolean paper;
  private final IntFunction<List<Integer>> keyframes;

  private ClipLayout(
      List<SourceFrame> frames, int interval, boolean paper, IntFunction<List<Integer>> keyframes) {
    this.frames = frames;
    this.interval = interval;
    this.paper = paper;
    this.keyframes = keyframes;
  }

  /**
   * The frames that a window publishes, as a clip.
   *
   * @param interval frames of a batch
   * @param paper whether the keyframes beside a frame are taken, and not those of its batch and the
   *     one before
   */
  static Layout of(WindowEdit window, int interval, boolean paper, KeyframeChoice choice) {
    return of(
        window.frames().subList(window.publishFrom(), window.frames().size()),
        interval,
        paper,
        drawn(window, interval, choice));
  }

  /**
   * With keyframes that are given.
   *
   * @param keyframes of each step, one of each batch
   */
  static Layout of(
      List<SourceFrame> frames, int interval, boolean paper, IntFunction<List<Integer>> keyframes) {
    ClipLayout layout = new ClipLayout(frames, interval, paper, keyframes);
    int batches = batches(frames.size(), interval);
    return Layout.ofClip(
        frames, layout.middles(), batches, batches, batch -> step -> layout.plan(step, batch));
  }

  /** Batches that frames are cut into, each with a keyframe. */
  static int batches(int frames, int interval) {
    return (frames + interval - 1) / interval;
  }

  private static IntFunction<List<Integer>> drawn(
      WindowEdit window, int interval, KeyframeChoice choice) {
    int count = window.frames().size() - window.publishFrom();
    long seed = window.parameters().seed();
    return step -> {
      List<Integer> drawn = new ArrayList<>();
      for (int from = 0; from < count; from += interval) {
        int size = Math.min(interval, count - from);
        long sequence = window.frames().get(window.publishFrom() + from).sequence();
        int within =
            choice == KeyframeChoice.FIXED
                ? size / 2
                : Draws.below(size, seed, "tokenflow.keyframe", sequence, step);
        drawn.add(from + within);
      }
      return drawn;
    };
  }

  /** The middle of each batch, though any of its frames may be the keyframe of a step. */
  private Set<Integer> middles() {
    Set<Integer> middles = new HashSet<>();
    for (int from = 0; from < frames.size(); from += interval) {
      middles.add(from + size(from) / 2);
    }
    return middles;
  }

  private StepPlan plan(int step, int batch) {
    List<Integer> chosen = keyframes.apply(step);
    KeyframeCall call = new KeyframeCall(chosen, List.of(), true, false);
    return new StepPlan(
        List.of(call), paper ? flowsOfPaper(chosen, batch) : flowsOfCode(chosen, batch));
  }

  /** Own batch's keyframe and the one of the batch before. */
  private List<FlowCall> flowsOfCode(List<Integer> chosen, int batch) {
    List<FlowCall> flows = new ArrayList<>();
    for (int number = 0; number < chosen.size(); number++) {
      int from = number * interval;
      int own = chosen.get(number);
      for (List<Integer> chunk : Chunks.of(batchAt(from), batch)) {
        if (number == 0) {
          flows.add(FlowCall.of(chunk, own));
          continue;
        }
        int centre = from + size(from) / 2;
        int centreBefore = from - interval + interval / 2;
        flows.add(flow(chunk, own, centre, chosen.get(number - 1), centreBefore));
      }
    }
    return flows;
  }

  /** The keyframes after and before; of a keyframe itself, and the next. */
  private List<FlowCall> flowsOfPaper(List<Integer> chosen, int batch) {
    List<FlowCall> flows = new ArrayList<>();
    int first = chosen.get(0);
    int last = chosen.get(chosen.size() - 1);
    Chunks.of(StreamFrames.between(-1, first), batch)
        .forEach(chunk -> flows.add(FlowCall.of(chunk, first)));
    for (int i = 1; i < chosen.size(); i++) {
      int before = chosen.get(i - 1);
      int after = chosen.get(i);
      Chunks.of(StreamFrames.between(before - 1, after), batch)
          .forEach(chunk -> flows.add(flow(chunk, after, after, before, before)));
    }
    Chunks.of(StreamFrames.between(last - 1, frames.size()), batch)
        .forEach(chunk -> flows.add(FlowCall.of(chunk, last)));
    return flows;
  }

  private static FlowCall flow(List<Integer> chunk, int own, int ownAt, int other, int otherAt) {
    List<Double> weights =
        chunk.stream()
            .map(it -> BlendWeight.SIGMOID.of(Math.abs(it - ownAt), Math.abs(it - otherAt)))
            .toList();
    return new FlowCall(chunk, own, OptionalInt.of(other), weights);
  }

  private List<Integer> batchAt(int from) {
    return IntStream.range(from, from + size(from)).boxed().toList();
  }

  private int size(int from) {
    return Math.min(interval, frames.size() - from);
  }
}
