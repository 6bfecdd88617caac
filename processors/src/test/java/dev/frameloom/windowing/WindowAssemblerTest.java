package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.KeyframeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowAssemblerTest {

  private final List<WindowAction> actions = new ArrayList<>();
  private WindowAssembler assembler = WindowAssembler.begin(Frames.edit().build());

  @Test
  void aFullWindowSharesItsLastKeyframeWithTheNext() {
    frames(0, 8);
    assertThat(windows()).hasSize(2);
    assertThat(sequences(windows().get(0))).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(windows().get(0).getPublishFrom()).isZero();
    assertThat(windows().get(0).getKeyframes()).containsExactly(0, 2, 4);
    assertThat(sequences(windows().get(1))).containsExactly(4L, 5L, 6L, 7L, 8L);
    assertThat(windows().get(1).getPublishFrom()).isEqualTo(1);
    assertThat(windows().get(1).getFirstSequence()).isEqualTo(5);
    assertThat(windows().get(1).getAnchor().getSequence()).isZero();
  }

  @Test
  void theLastFrameClosesTheWindowAtOnce() {
    frames(0, 5);
    accept(Frames.last(6));
    KeyframeWindow last = windows().get(1);
    assertThat(last.getCloseReason()).isEqualTo(CloseReason.END_OF_STREAM);
    assertThat(last.getEndOfStream()).isTrue();
    assertThat(sequences(last)).containsExactly(4L, 5L, 6L);
    assertThat(last.getKeyframes()).containsExactly(0, 2);
  }

  @Test
  void aDelayThatNeverPassesClosesNothing() {
    assembler = WindowAssembler.begin(Frames.edit().setMaxDelayMs(Long.MAX_VALUE).build());
    frames(0, 2);
    assertThat(assembler.idleAtMs()).isEqualTo(Long.MAX_VALUE);
    idle();
    assertThat(windows()).isEmpty();
  }

  @Test
  void aStreamOfOneFrameIsOneWindow() {
    accept(Frames.last(0));
    assertThat(windows()).hasSize(1);
    assertThat(windows().get(0).getKeyframes()).containsExactly(0);
  }

  @Test
  void aSceneCutBeginsAFreshWindow() {
    accept(Frames.grey(0, 10));
    accept(Frames.grey(1, 12));
    accept(Frames.grey(2, 90));
    KeyframeWindow before = windows().get(0);
    assertThat(before.getCloseReason()).isEqualTo(CloseReason.SCENE_CUT);
    assertThat(sequences(before)).containsExactly(0L, 1L);
    idle();
    KeyframeWindow after = windows().get(1);
    assertThat(sequences(after)).containsExactly(2L);
    assertThat(after.getPublishFrom()).isZero();
    assertThat(after.getAnchor().getSequence()).isZero();
  }

  @Test
  void aChangedSizeBeginsAFreshWindowWithAnAnchorOfThatSize() {
    accept(Frames.frame(0));
    accept(Frames.builder(1).setWidth(128).build());
    idle();
    assertThat(windows().get(0).getCloseReason()).isEqualTo(CloseReason.SCENE_CUT);
    assertThat(windows().get(1).getAnchor().getSequence()).isEqualTo(1);
  }

  @Test
  void anIdleStreamIsClosedAndGivesUpWhatItWaitsFor() {
    accept(Frames.frame(0));
    accept(Frames.frame(2));
    actions.addAll(assembler.tick(999));
    assertThat(windows()).isEmpty();
    actions.addAll(assembler.tick(1000));
    assertThat(windows()).hasSize(1);
    assertThat(windows().get(0).getCloseReason()).isEqualTo(CloseReason.IDLE);
    assertThat(windows().get(0).getMissing()).containsExactly(1L);
    assertThat(assembler.isOpen()).isFalse();
    accept(Frames.frame(3));
    idle();
    assertThat(sequences(windows().get(1))).containsExactly(2L, 3L);
  }

  @Test
  void aNewRevisionAppliesToFramesThatComeAfterIt() {
    frames(0, 1);
    actions.addAll(assembler.revise(Frames.edit().setRevision(2).setPrompt("in oil").build()));
    assertThat(windows()).hasSize(1);
    assertThat(windows().get(0).getCloseReason()).isEqualTo(CloseReason.NEW_REVISION);
    frames(2, 3);
    idle();
    KeyframeWindow next = windows().get(1);
    assertThat(next.getEdit().getPrompt()).isEqualTo("in oil");
    assertThat(sequences(next)).containsExactly(2L, 3L);
    assertThat(next.getAnchor().getSequence()).isEqualTo(2);
    assertThat(next.getWindowIndex()).isEqualTo(1);
  }

  @Test
  void aFrameThatWasOvertakenByARevisionIsEditedByTheOldOne() {
    accept(Frames.frame(0));
    accept(Frames.frame(2));
    actions.addAll(assembler.revise(Frames.edit().setRevision(2).build()));
    accept(Frames.frame(1));
    accept(Frames.frame(3));
    idle();
    assertThat(sequences(windows().get(0))).containsExactly(0L, 1L, 2L);
    assertThat(sequences(windows().get(1))).containsExactly(3L);
    assertThat(windows().get(1).getEdit().getRevision()).isEqualTo(2);
  }

  @Test
  void anOldRevisionIsIgnored() {
    frames(0, 1);
    assertThat(assembler.revise(Frames.edit().setPrompt("again").build())).isEmpty();
    assertThat(assembler.latestRevision().getPrompt()).isEqualTo("a pencil sketch");
  }

  @Test
  void duplicatesAreDroppedAndLateFramesReported() {
    frames(0, 1);
    accept(Frames.frame(1));
    assertThat(actions).containsExactly(new WindowAction.Duplicate(Frames.frame(1)));
    actions.clear();
    frames(3, 6);
    assertThat(actions).contains(new WindowAction.GivenUp(2, 2));
    accept(Frames.frame(2));
    assertThat(actions).contains(new WindowAction.Late(Frames.frame(2)));
    idle();
    assertThat(windows().get(0).getMissing()).containsExactly(2L);
  }

  @Test
  void anUnreadableFrameCountsAsMissingWithoutWaiting() {
    frames(0, 1);
    accept(Frames.unreadable(2));
    frames(3, 5);
    assertThat(windows().get(0).getMissing()).containsExactly(2L);
    assertThat(sequences(windows().get(0))).containsExactly(0L, 1L, 3L, 4L, 5L);
  }

  @Test
  void aStreamWithoutOneReadableFrameStillEnds() {
    accept(Frames.unreadable(0));
    accept(Frames.builder(1).setReadable(false).setEndOfStream(true).build());
    KeyframeWindow window = windows().get(0);
    assertThat(window.getFrames()).isEmpty();
    assertThat(window.getKeyframes()).isEmpty();
    assertThat(window.getMissing()).containsExactly(0L, 1L);
    assertThat(window.getEndOfStream()).isTrue();
  }

  @Test
  void anEditOfARunningStreamBeginsWithTheEarliestFrameWithinGrace() {
    accept(Frames.frame(501));
    accept(Frames.frame(500));
    frames(502, 504);
    assertThat(windows()).hasSize(1);
    assertThat(windows().get(0).getFirstSequence()).isEqualTo(500);
    assertThat(windows().get(0).getMissing()).isEmpty();
  }

  @Test
  void framesBeforeTheEditAreLeftAlone() {
    assembler = WindowAssembler.begin(Frames.edit().setFromSequence(3).build());
    frames(0, 7);
    assertThat(actions).hasSize(1);
    assertThat(windows().get(0).getFirstSequence()).isEqualTo(3);
  }

  @Test
  void aJumpOfTheSequenceIsNotListedAsMissing() {
    frames(0, 1);
    frames(5000, 5006);
    assertThat(windows()).isEmpty();
    frames(5007, 5007);
    assertThat(windows().get(0).getLastSequence()).isEqualTo(1);
    assertThat(windows().get(0).getCloseReason()).isEqualTo(CloseReason.GAP);
    assertThat(windows().get(0).getMissing()).isEmpty();
    assertThat(windows().get(1).getFirstSequence()).isEqualTo(5000);
    assertThat(windows().get(1).getPublishFrom()).isZero();
  }

  @Test
  void aFrameFarAwayIsRefusedByTheNextThatIsNotAndTheStreamGoesOn() {
    frames(0, 1);
    accept(Frames.frame(1_000_000_000_000L));
    assertThat(actions).isEmpty();
    frames(2, 4);
    assertThat(actions.get(0)).isEqualTo(new WindowAction.Far(Frames.frame(1_000_000_000_000L), 2));
    assertThat(sequences(windows().get(0))).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aFrameFarAwayThatComesFirstDoesNotBeginTheStream() {
    accept(Frames.last(Sequences.MAX));
    idle();
    assertThat(actions).isEmpty();
    frames(0, 4);
    assertThat(actions.get(0)).isEqualTo(new WindowAction.Far(Frames.last(Sequences.MAX), 0));
    assertThat(windows().get(0).getFirstSequence()).isZero();
  }

  @Test
  void aRevisionBeginsWithTheNextFrameWhateverLiesFarAway() {
    frames(0, 1);
    accept(Frames.frame(Sequences.MAX));
    actions.addAll(assembler.revise(Frames.edit().setRevision(2).build()));
    frames(2, 3);
    idle();
    assertThat(windows().get(1).getFirstSequence()).isEqualTo(2);
    assertThat(windows().get(1).getEdit().getRevision()).isEqualTo(2);
  }

  @Test
  void framesFarAwayThatNothingConfirmsAreRefusedWhenNobodyComesAnyMore() {
    frames(0, 1);
    accept(Frames.frame(9_000));
    assertThat(assembler.isPending()).isTrue();
    idle();
    assertThat(windows().get(0).getLastSequence()).isEqualTo(1);
    assertThat(assembler.isPending()).isTrue();
    assertThat(assembler.idleAtMs()).isEqualTo(60_000);
    actions.clear();
    actions.addAll(assembler.tick(60_000));
    assertThat(actions).containsExactly(new WindowAction.Far(Frames.frame(9_000), 2));
    assertThat(assembler.isPending()).isFalse();
  }

  @Test
  void framesInTheHighestSequencesThereAreAreEditedAsAnyOthers() {
    assembler = WindowAssembler.begin(Frames.edit().setFromSequence(Sequences.MAX - 4).build());
    frames(Sequences.MAX - 4, Sequences.MAX);
    assertThat(windows().get(0).getLastSequence()).isEqualTo(Sequences.MAX);
    assertThat(windows().get(0).getFrames()).hasSize(5);
  }

  @Test
  void aStreamOfUnreadableFramesDoesNotGrowItsStateForEver() {
    assembler = WindowAssembler.begin(Frames.edit().build(), 10, 1000);
    LongStream.range(0, 35).forEach(sequence -> accept(Frames.unreadable(sequence)));
    assertThat(windows()).hasSize(3);
    assertThat(assembler.state().getMissing()).hasSize(5);
    WindowGuarantees.assertTiled(windows());
  }

  @Test
  void withdrawingAnEditEndsItsOutput() {
    frames(0, 1);
    actions.addAll(assembler.withdraw());
    assertThat(windows().get(0).getEndOfStream()).isTrue();
  }

  private void frames(long from, long to) {
    LongStream.rangeClosed(from, to).forEach(sequence -> accept(Frames.frame(sequence)));
  }

  private void accept(ArrivedFrame frame) {
    actions.addAll(assembler.accept(frame, 0));
  }

  private void idle() {
    actions.addAll(assembler.tick(1000));
  }

  private List<KeyframeWindow> windows() {
    return actions.stream()
        .filter(action -> action instanceof WindowAction.Close)
        .map(action -> ((WindowAction.Close) action).window())
        .toList();
  }

  private static List<Long> sequences(KeyframeWindow window) {
    return window.getFrames().stream().map(FrameRef::getSequence).toList();
  }
}
