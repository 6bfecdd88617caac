package dev.frameloom.reassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ReassemblyState;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.windowing.Sequences;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReassemblerTest {

  private final MapFrameBuffer buffer = new MapFrameBuffer();
  private final List<EditedFrame> emitted = new ArrayList<>();
  private final InMemoryMetrics metrics = new InMemoryMetrics();
  private Reassembler reassembler = create(ReassemblyLimits.defaults());

  @Test
  void framesWaitUntilTheFirstWindowIsKnown() {
    frames(3, 4);
    assertThat(emitted).isEmpty();
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 3, 4).build(), 0);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 3, 4);
  }

  @Test
  void aFailedFrameIsHeldAsSoonAsItIsNext() {
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 2, 1L).build(), 0);
    frames(0, 0);
    assertThat(pictures()).containsExactly(0L, 0L);
    frames(2, 2);
    assertThat(pictures()).containsExactly(0L, 0L, 2L);
    assertThat(emitted.get(1).getOrigin()).isEqualTo(FrameOrigin.HELD);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 2);
  }

  @Test
  void aHeldFrameTakesTheTimeThatTheOutcomeKnowsOrGoesOnAsBefore() {
    reassembler.accept(
        Edited.outcome(GapPolicy.HOLD, 0, 0, 3, 2L, 3L)
            .setGapCaptureTimesUs(List.of(77_000L, -1L))
            .build(),
        0);
    frames(0, 1);
    assertThat(emitted.get(2).getCaptureTimeUs()).isEqualTo(77_000);
    assertThat(emitted.get(3).getCaptureTimeUs()).isEqualTo(77_000 + Edited.INTERVAL_US);
  }

  @Test
  void aGapAtTheVeryStartShowsTheFirstFrameThatThereIs() {
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 2, 0L, 1L).build(), 0);
    assertThat(emitted).isEmpty();
    frames(2, 2);
    assertThat(pictures()).containsExactly(2L, 2L, 2L);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 2);
  }

  @Test
  void aStreamOfWhichNothingCanBeEditedNeedsNoMoreMemoryWithTime() {
    reassembler = create(new ReassemblyLimits(8, 1 << 20, 16, FullBufferPolicy.FILL_GAP));
    for (long window = 0; window < 100; window++) {
      long first = window * 2;
      reassembler.accept(
          Edited.outcome(GapPolicy.HOLD, window, first, first + 1, first, first + 1).build(), 0);
    }
    assertThat(reassembler.state().getGaps()).hasSize(24);
    frames(200, 200);
    // those that were still known show the first picture that there is
    RestyledGuarantees.assertEveryFrameOnce(emitted, 176, 200);
  }

  @Test
  void skippedFramesLeaveAHole() {
    reassembler.accept(Edited.outcome(GapPolicy.SKIP, 0, 0, 2, 1L).build(), 0);
    frames(0, 0);
    frames(2, 2);
    assertThat(pictures()).containsExactly(0L, 2L);
  }

  @Test
  void aGapThatNobodyExplainsIsFilledAfterItsDeadline() {
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 0).build(), 0);
    frames(0, 0);
    reassembler.accept(Edited.frame(2), 0, 100);
    reassembler.tick(5099);
    assertThat(emitted).hasSize(1);
    reassembler.tick(5100);
    assertThat(pictures()).containsExactly(0L, 0L, 2L);
    assertThat(reassembler.deadlineMs()).isEmpty();

    reassembler.accept(Edited.frame(1), 0, 6000);
    reassembler.accept(Edited.frame(2), 0, 6000);
    assertThat(emitted).hasSize(3);
    assertThat(metrics.count("lateEditedFrames")).isEqualTo(1);
    assertThat(metrics.count("duplicateEditedFrames")).isEqualTo(1);
  }

  @Test
  void aStreamWhoseBeginningWasLostStartsAfterTheDeadline() {
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 7, 40, 41).build(), 0);
    frames(40, 41);
    reassembler.tick(5000);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 40, 41);
  }

  @Test
  void aJumpOfTheSequenceIsLeftOut() {
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 0).build(), 0);
    frames(0, 0);
    frames(1_000_000, 1_000_007);
    assertThat(emitted).hasSize(1);
    reassembler.tick(5000);
    assertThat(pictures()).startsWith(0L, 1_000_000L, 1_000_001L).hasSize(9);
  }

  @Test
  void aFrameFarAwayIsRefusedAfterTheDeadlineAndTheStreamGoesOn() {
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 1).build(), 0);
    frames(0, 1);
    reassembler.accept(Edited.frame(1_000_000_000_000L), 77, 0);
    reassembler.accept(Edited.frame(Sequences.MAX), 78, 0);
    reassembler.accept(
        Edited.outcome(GapPolicy.HOLD, 9, Sequences.MAX - 1, Sequences.MAX, Sequences.MAX - 1)
            .build(),
        0);
    assertThat(reassembler.takeRefused()).isEmpty();
    reassembler.tick(5000);
    assertThat(reassembler.takeRefused())
        .extracting(Reassembler.Refused::offset, Reassembler.Refused::next)
        .containsExactly(tuple(77L, 2L), tuple(78L, 2L));
    assertThat(buffer.waiting).isEmpty();
    assertThat(reassembler.deadlineMs()).isEmpty();
    frames(2, 3);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 3);
  }

  @Test
  void aFrameFarAwayDoesNotBeginTheStreamEither() {
    reassembler.accept(Edited.frame(1_000_000_000_000L), 77, 0);
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 7, 500_000, 500_000, 500_000L).build(), 0);
    reassembler.tick(60_000);
    assertThat(emitted).isEmpty();
    assertThat(reassembler.takeRefused()).hasSize(1);
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 1).build(), 60_000);
    frames(0, 1);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 1);
  }

  @Test
  void framesFarAwayGiveTheirRoomUpFirst() {
    reassembler = create(new ReassemblyLimits(3, 1 << 20, 10, FullBufferPolicy.FILL_GAP));
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 9).build(), 0);
    frames(0, 0);
    for (long stray = 1; stray <= 50; stray++) {
      frames(stray << 40, stray << 40);
    }
    assertThat(buffer.waiting).hasSize(3);
    assertThat(reassembler.takeRefused()).hasSize(47);
    frames(1, 2);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 2);
  }

  @Test
  void timesAtTheEndsOfWhatIsLegalDoNotOverflow() {
    EditedFrame first =
        EditedFrame.newBuilder(Edited.frame(0))
            .setCaptureTimeUs(Sequences.MAX_TIME_US)
            .setDurationUs(Sequences.MAX_TIME_US)
            .build();
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 2, 1L, 2L).build(), 0);
    assertThat(reassembler.accept(first, 0, 0)).isTrue();
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 2);
  }

  @Test
  void aFullBufferFillsItsGap() {
    reassembler = create(new ReassemblyLimits(3, 1 << 20, 10, FullBufferPolicy.FILL_GAP));
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 9).build(), 0);
    frames(0, 0);
    frames(2, 4);
    assertThat(emitted).hasSize(1);
    frames(5, 5);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 5);
    assertThat(buffer.waiting).isEmpty();
  }

  @Test
  void aFullBufferMayDropTheNewestInstead() {
    reassembler = create(new ReassemblyLimits(3, 20, 10, FullBufferPolicy.DROP_NEWEST));
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 9).build(), 0);
    frames(1, 2);
    assertThat(reassembler.accept(Edited.frame(3), 0, 0)).isFalse();
    frames(0, 0);
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 2);
    assertThat(metrics.count("bytesWaiting")).isZero();
  }

  @Test
  void failedWindowsAheadOfAMissingOneAreBoundedToo() {
    reassembler = create(new ReassemblyLimits(3, 20, 10, FullBufferPolicy.FILL_GAP));
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 9).build(), 0);
    frames(0, 0);
    for (long window = 1; window < 30; window++) {
      long first = window * 10;
      Long[] all = {
        first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7,
        first + 8, first + 9
      };
      reassembler.accept(Edited.outcome(GapPolicy.HOLD, window, first, first + 9, all).build(), 0);
    }
    RestyledGuarantees.assertEveryFrameOnce(emitted, 0, 299);
  }

  @Test
  void theLastFrameIsMarkedWhereverTheEndIs() {
    reassembler.accept(Edited.outcome(GapPolicy.HOLD, 0, 0, 2, 2L).setEndOfStream(true).build(), 0);
    frames(0, 1);
    assertThat(emitted).hasSize(3);
    assertThat(emitted.get(2).getEndOfStream()).isTrue();
  }

  @Test
  void anEndThatIsSkippedIsMarkedByHoldingTheLastFrame() {
    frames(0, 1);
    reassembler.accept(Edited.outcome(GapPolicy.SKIP, 0, 0, 1).build(), 0);
    reassembler.accept(
        Edited.outcome(GapPolicy.SKIP, 1, 2, 3, 2L, 3L).setEndOfStream(true).build(), 0);
    assertThat(pictures()).containsExactly(0L, 1L, 1L);
    assertThat(emitted.get(2).getSequence()).isEqualTo(3);
    assertThat(emitted.get(2).getEndOfStream()).isTrue();
  }

  private Reassembler create(ReassemblyLimits limits) {
    return new Reassembler(
        ReassemblyState.newBuilder().build(), limits, buffer, emitted::add, metrics);
  }

  private void frames(long from, long to) {
    for (long sequence = from; sequence <= to; sequence++) {
      assertThat(reassembler.accept(Edited.frame(sequence), 0, 0)).isTrue();
    }
  }

  private List<Long> pictures() {
    return emitted.stream().map(Edited::picture).toList();
  }
}
