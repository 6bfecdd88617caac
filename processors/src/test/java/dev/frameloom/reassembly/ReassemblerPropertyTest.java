package dev.frameloom.reassembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ReassemblyState;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.metrics.PipelineMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReassemblerPropertyTest {

  @Property(tries = 1000)
  void anyOrderAndRepetitionOfInputsGivesTheSameOutput(
      @ForAll Random random,
      @ForAll GapPolicy policy,
      @ForAll boolean ends,
      @ForAll @IntRange(min = 1, max = 8) int windows)
      throws IOException {
    List<Object> inputs = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    long start = random.nextInt(100);
    long last = script(random, policy, ends, windows, start, inputs, expected);

    assertThat(run(inputs, false)).isEqualTo(expected);

    for (int i = random.nextInt(10); i > 0; i--) {
      inputs.add(inputs.get(random.nextInt(inputs.size())));
    }
    Collections.shuffle(inputs, random);
    List<String> emitted = run(inputs, true);
    assertThat(emitted).isEqualTo(expected);
    if (policy != GapPolicy.SKIP && ends && !emitted.isEmpty()) {
      assertThat(emitted).hasSize((int) (last - start + 1));
    }
  }

  /** Makes up windows, and what has to come out of them, the slow and obvious way. */
  private static long script(
      Random random,
      GapPolicy policy,
      boolean ends,
      int windows,
      long start,
      List<Object> inputs,
      List<String> expected) {
    List<Long> sequences = new ArrayList<>();
    Set<Long> gaps = new HashSet<>();
    long sequence = start;
    long lastPublished = -1;
    long lastWindow = start;
    for (int window = 0; window < windows; window++) {
      long first = sequence;
      lastWindow = first;
      sequence += 1 + random.nextInt(5);
      boolean failed = random.nextInt(5) == 0;
      List<Long> windowGaps = new ArrayList<>();
      List<Long> published = new ArrayList<>();
      for (long each = first; each < sequence; each++) {
        sequences.add(each);
        (failed || random.nextInt(5) == 0 ? windowGaps : published).add(each);
      }
      gaps.addAll(windowGaps);
      boolean isLast = ends && window == windows - 1;
      for (long each : published) {
        // what editing does: the last frame that will come is marked
        boolean marked =
            isLast
                && (each == sequence - 1
                    || (policy == GapPolicy.SKIP && each == published.get(published.size() - 1)));
        inputs.add(Edited.frame(each, 1, marked));
        lastPublished = each;
      }
      inputs.add(
          Edited.outcome(policy, window, first, sequence - 1, windowGaps.toArray(Long[]::new))
              .setEndOfStream(isLast)
              .build());
    }
    long last = sequence - 1;
    expected.addAll(expected(policy, ends, sequences, gaps, lastWindow, lastPublished));
    return last;
  }

  private static List<String> expected(
      GapPolicy policy,
      boolean ends,
      List<Long> sequences,
      Set<Long> gaps,
      long lastWindow,
      long lastPublished) {
    long last = sequences.get(sequences.size() - 1);
    List<String> expected = new ArrayList<>();
    if (lastPublished < 0) {
      return expected;
    }
    boolean marked = false;
    long held = -1;
    for (long each : sequences) {
      boolean end = ends && each == last;
      if (!gaps.contains(each)) {
        held = each;
        boolean lastOfWindow =
            ends && policy == GapPolicy.SKIP && each == lastPublished && each >= lastWindow;
        marked = end || lastOfWindow;
        expected.add(each + "=" + each + (marked ? "!" : ""));
      } else if (policy != GapPolicy.SKIP) {
        long source = held;
        for (long s = each; source < 0; s++) {
          source = gaps.contains(s) ? -1 : s;
        }
        expected.add(each + "=" + source + (end ? "!" : ""));
      } else if (end && !marked) {
        expected.add(each + "=" + held + "!");
      }
    }
    return expected;
  }

  private static List<String> run(List<Object> inputs, boolean restarting) throws IOException {
    MapFrameBuffer buffer = new MapFrameBuffer();
    List<EditedFrame> emitted = new ArrayList<>();
    ReassemblyState state = ReassemblyState.newBuilder().build();
    Reassembler reassembler = resume(state, buffer, emitted);
    for (Object input : inputs) {
      if (input instanceof EditedFrame frame) {
        assertThat(reassembler.accept(frame, 0, 0)).isTrue();
      } else {
        reassembler.accept((WindowOutcome) input, 0);
      }
      if (restarting) {
        state = ReassemblyState.fromByteBuffer(reassembler.state().toByteBuffer());
        assertThat(state.getWaitingFrames()).isEqualTo(buffer.waiting.size());
        reassembler = resume(state, buffer, emitted);
      }
    }
    RestyledGuarantees.assertInOrder(emitted);
    return emitted.stream()
        .peek(
            frame ->
                assertThat(frame.getOrigin() == FrameOrigin.HELD)
                    .isEqualTo(Edited.picture(frame) != frame.getSequence()))
        .map(
            frame ->
                frame.getSequence()
                    + "="
                    + Edited.picture(frame)
                    + (frame.getEndOfStream() ? "!" : ""))
        .toList();
  }

  private static Reassembler resume(
      ReassemblyState state, MapFrameBuffer buffer, List<EditedFrame> emitted) {
    return new Reassembler(
        state, ReassemblyLimits.defaults(), buffer, emitted::add, PipelineMetrics.NOOP);
  }
}
