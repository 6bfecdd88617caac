package dev.frameloom.bench.motion;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.patch.Guide;
import dev.frameloom.patch.Levels;
import dev.frameloom.patch.PatchSynthesis;
import dev.frameloom.patch.SynthesisSettings;
import dev.frameloom.propagate.FlowBlend;
import dev.frameloom.propagate.PatchPropagation;
import dev.frameloom.propagate.PropagationSettings;
import java.util.List;

/** Frames between keyframes: by flow, as live edits have them, and by patches. */
final class PropagationRows implements RowSource {

  /** From key to key; one frame lies between. */
  private static final int SHORT_INTERVAL = 2;

  @Override
  public String part() {
    return "propagation";
  }

  @Override
  public void measure(MotionFrames frames, Stopwatch stopwatch) {
    int last = frames.pictures().size() - 1;
    try (OpticalFlow dis = new DisFlow()) {
      FlowBlend blend = new FlowBlend(dis);
      Picture middle = frames.picture(last / 2);
      stopwatch.time(
          "flow blend",
          1,
          () ->
              blend
                  .plan(frames.picture(0), frames.picture(last), middle, 0.5)
                  .blend(frames.edit(0), frames.edit(last)));
    }
    // a frame takes as long in a short interval as in a long one, and that is seconds
    int end = Math.min(SHORT_INTERVAL, last);
    List<Picture> interval = frames.pictures().subList(0, end + 1);
    List<Guide> guides =
        List.of(new Guide(Levels.of(frames.picture(0)), Levels.of(frames.picture(1)), 6));
    for (int threads : new int[] {1, 2}) {
      if (end > 1) {
        timeInterval(interval, frames, threads, stopwatch);
      }
      try (PatchSynthesis synthesis = new PatchSynthesis(threads)) {
        stopwatch.time(
            "one picture painted by patches",
            threads,
            () -> synthesis.paint(frames.edit(0), guides, SynthesisSettings.defaults()));
      }
    }
  }

  private static void timeInterval(
      List<Picture> sources, MotionFrames frames, int threads, Stopwatch stopwatch) {
    int end = sources.size() - 1;
    try (OpticalFlow dis = new DisFlow();
        PatchPropagation propagation = new PatchPropagation(dis, settings(threads))) {
      stopwatch.time(
          "frame painted from both keyframes, 6x4 rounds",
          threads,
          end - 1,
          () -> propagation.between(sources, frames.edit(0), frames.edit(end), 1));
    }
  }

  /** Not the official ones, whose 12x6 rounds and inpainting take minutes for a row. */
  private static PropagationSettings settings(int threads) {
    return PropagationSettings.paper()
        .withSynthesis(SynthesisSettings.defaults())
        .withThreads(threads);
  }
}
