package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.tokenflow.StepPlan.FlowCall;
import dev.frameloom.edit.tokenflow.StepPlan.KeyframeCall;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LayoutTest {

  private static final Picture ANY = TestPictures.plain(8, 8, 1, 2, 3);

  /** w1 of the published code for batches of 8, as methods have it to four digits. */
  private static final double[] PUBLISHED = {
    .6225, .6514, .6792, .7058, .7311, .7109, .6971, .6869
  };

  @Test
  void the_published_weights_are_by_the_centres_of_batches_wherever_the_keyframes_are() {
    Layout clip =
        ClipLayout.of(frames(0, 24), 8, false, step -> List.of(step, 8 + step, 16 + step));

    StepPlan plan = clip.planner(100).step(3);

    assertThat(plan.keyframes())
        .containsExactly(new KeyframeCall(List.of(3, 11, 19), List.of(), true, false));
    assertThat(plan.flows()).hasSize(3);
    assertThat(plan.flows().get(0)).isEqualTo(FlowCall.of(range(0, 8), 3));
    for (int batch : new int[] {1, 2}) {
      FlowCall flow = plan.flows().get(batch);
      assertThat(flow.frames()).isEqualTo(range(8 * batch, 8 * batch + 8));
      assertThat(flow.own()).isEqualTo(8 * batch + 3);
      assertThat(flow.other()).isEqualTo(OptionalInt.of(8 * batch - 5));
      for (int i = 0; i < 8; i++) {
        assertThat(flow.ownWeights().get(i)).isEqualTo(PUBLISHED[i], within(5e-5));
      }
    }
  }

  @Test
  void the_tail_of_a_clip_is_a_shorter_batch() {
    Layout clip = ClipLayout.of(clip(11), 4, false, KeyframeChoice.RANDOM);

    for (int step = 0; step < 50; step++) {
      StepPlan plan = clip.planner(100).step(step);
      assertThat(plan.flows()).extracting(flow -> flow.frames().size()).containsExactly(4, 4, 3);
      assertThat(plan.keyframes().get(0).frames().get(2)).isBetween(8, 10);
    }
  }

  @Test
  void the_papers_keyframes_are_those_before_and_after_a_frame() {
    Layout clip = ClipLayout.of(frames(0, 9), 3, true, step -> List.of(1, 5, 7));

    List<FlowCall> flows = clip.planner(100).step(0).flows();

    assertThat(flows.get(0)).isEqualTo(FlowCall.of(List.of(0), 1));
    assertThat(flows.get(1).frames()).containsExactly(1, 2, 3, 4);
    assertThat(flows.get(1).own()).isEqualTo(5);
    assertThat(flows.get(1).other()).isEqualTo(OptionalInt.of(1));
    // σ(0) at the keyframe before, σ(3/4) just before the one after
    assertThat(flows.get(1).ownWeights().get(0)).isEqualTo(0.5);
    assertThat(flows.get(1).ownWeights().get(3)).isEqualTo(0.6792, within(5e-5));
    assertThat(flows.get(3)).isEqualTo(FlowCall.of(List.of(7, 8), 7));
  }

  @Test
  void in_a_stream_anchor_and_boundaries_have_calls_of_their_own_and_see_only_the_anchor() {
    Layout layout = StreamLayout.of(window(20, 16, 8), KeyframeChoice.FIXED);

    StepPlan plan = layout.planner(8).step(0);

    assertThat(layout.frames()).hasSize(18);
    assertThat(layout.frames().get(17).sequence()).isZero();
    assertThat(plan.keyframes())
        .containsExactly(
            new KeyframeCall(List.of(17), List.of(), false, true),
            new KeyframeCall(List.of(0), List.of(0), false, true),
            new KeyframeCall(List.of(16), List.of(0), false, true),
            new KeyframeCall(List.of(8), List.of(0, 1, 2), true, true));
    assertThat(layout.alone()).containsExactly(17, 0, 16);
    // linear: one eighth of the way from the first keyframe to the second
    assertThat(plan.flows().get(0).own()).isZero();
    assertThat(plan.flows().get(0).other()).isEqualTo(OptionalInt.of(8));
    assertThat(plan.flows().get(0).ownWeights().get(0)).isEqualTo(7 / 8.0);
  }

  @Test
  void the_first_window_of_a_stream_begins_with_the_anchor_itself() {
    Layout layout = StreamLayout.of(window(0, 16, 8), KeyframeChoice.FIXED);

    assertThat(layout.frames()).hasSize(17);
    assertThat(layout.planner(8).step(0).keyframes())
        .extracting(KeyframeCall::frames)
        .containsExactly(List.of(0), List.of(16), List.of(8));
  }

  @Test
  void distances_are_counted_in_the_stream_where_frames_are_missing() {
    List<SourceFrame> frames = new ArrayList<>(frames(0, 3));
    frames.add(new SourceFrame(8, ANY)); // 3 to 7 are lost
    WindowEdit window = new WindowEdit(parameters(), frames.get(0), frames, List.of(0, 3), 0);

    StepPlan plan = StreamLayout.of(window, KeyframeChoice.FIXED).planner(8).step(0);

    assertThat(plan.flows().get(0).ownWeights()).containsExactly(7 / 8.0, 6 / 8.0);
  }

  /** Whatever the window, each of its frames takes each step once, and nothing is used unseen. */
  @Property(tries = 300)
  void every_frame_takes_every_step_once(
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 1, max = 12) int interval,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 0, max = 30) int first,
      @ForAll @IntRange(min = 0, max = 60) int step) {
    WindowEdit window = window(first, count - 1, interval);
    for (Layout layout :
        List.of(
            StreamLayout.of(window, KeyframeChoice.RANDOM),
            StreamLayout.of(window, KeyframeChoice.FIXED),
            ClipLayout.of(window, interval, false, KeyframeChoice.RANDOM),
            ClipLayout.of(window, interval, true, KeyframeChoice.RANDOM),
            AttentionLayout.of(window),
            SingleLayout.of(window))) {
      StepPlan plan = layout.planner(batch).step(step);
      List<Integer> advanced = new ArrayList<>();
      Set<Integer> keyframes = new HashSet<>();
      for (KeyframeCall call : plan.keyframes()) {
        int number = plan.keyframes().indexOf(call);
        assertThat(call.sees()).allMatch(earlier -> earlier < number);
        assertThat(call.frames()).isNotEmpty();
        keyframes.addAll(call.frames());
        if (call.advances()) {
          advanced.addAll(call.frames());
        }
      }
      for (FlowCall flow : plan.flows()) {
        assertThat(flow.frames()).isNotEmpty().hasSizeLessThanOrEqualTo(batch);
        assertThat(keyframes).contains(flow.own());
        flow.other().ifPresent(other -> assertThat(keyframes).contains(other));
        assertThat(flow.ownWeights()).allMatch(weight -> weight >= 0 && weight <= 1);
        advanced.addAll(flow.frames());
      }
      assertThat(advanced)
          .as("frames of %s", plan)
          .containsExactlyInAnyOrderElementsOf(range(0, layout.frames().size()));
      assertThat(plan).isEqualTo(layout.planner(batch).step(step));
      assertThat(layout.published())
          .extracting(i -> layout.frames().get(i).sequence())
          .isEqualTo(window.frames().stream().map(SourceFrame::sequence).toList());
    }
  }

  @Test
  void random_keyframes_stay_between_their_neighbours_and_reach_every_frame_there() {
    Layout layout = StreamLayout.of(window(20, 24, 8), KeyframeChoice.RANDOM);
    Set<Integer> second = new HashSet<>();
    for (int step = 0; step < 200; step++) {
      List<Integer> inside = layout.planner(8).step(step).keyframes().get(3).frames();
      assertThat(inside).hasSize(2);
      assertThat(inside.get(0)).isBetween(5, 12);
      assertThat(inside.get(1)).isBetween(13, 20);
      second.add(inside.get(1));
    }
    assertThat(second).hasSize(8);
  }

  private static EditParameters parameters() {
    return new EditParameters("tokenflow", "tiny", "ink", "", 3, 4, 1, 5);
  }

  private static List<SourceFrame> frames(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(i -> new SourceFrame(i, ANY)).toList();
  }

  private static WindowEdit clip(int count) {
    return window(0, count - 1, 4);
  }

  /** Frames first to first + last; the anchor is frame 0. */
  private static WindowEdit window(int first, int last, int interval) {
    List<Integer> keyframes =
        IntStream.rangeClosed(0, last).filter(i -> i % interval == 0 || i == last).boxed().toList();
    return new WindowEdit(
        parameters(), new SourceFrame(0, ANY), frames(first, last + 1), keyframes, 0);
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
