package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.testing.TestFrames;
import dev.frameloom.testing.TopologyHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowingTopologyTest {

  private static final WindowingConfig CONFIG =
      WindowingConfig.defaults().withBacklog(64, Duration.ofSeconds(60));

  @TempDir private Path folder;
  private TopologyHarness harness;

  @BeforeEach
  void start() {
    harness =
        new TopologyHarness(
            folder,
            (topics, serdes, metrics) -> WindowingTopology.build(CONFIG, topics, serdes, metrics));
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void theTopologyIsAsDescribed() {
    assertThat(
            WindowingTopology.build(CONFIG, harness.topics, harness.serdes, harness.metrics)
                .describe()
                .toString())
        .isEqualTo(
            """
            Topologies:
               Sub-topology: 0
                Source: edits-source (topics: [edits])
                  --> windowing
                Source: frames-source (topics: [frames])
                  --> windowing
                Processor: windowing (stores: [windowing-states, windowing-backlog])
                  --> dead-letters-sink, moved-edits-sink, moved-frames-sink, windows-sink
                  <-- frames-source, edits-source
                Sink: dead-letters-sink (topic: dead-letters)
                  <-- windowing
                Sink: moved-edits-sink (topic: edits)
                  <-- windowing
                Sink: moved-frames-sink (topic: frames)
                  <-- windowing
                Sink: windows-sink (topic: windows)
                  <-- windowing

            """);
  }

  @Test
  void framesBecomeWindowsThatPointAtThem() {
    edit(Frames.edit().build());
    frames(0, 4);
    List<KeyframeWindow> windows = windows();
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).getFrames())
        .extracting(FrameRef::getTopic, FrameRef::getPartition, FrameRef::getOffset)
        .startsWith(org.assertj.core.groups.Tuple.tuple("frames", 0, 0L))
        .hasSize(5);
    assertThat(windows.get(0).getCloseReason()).isEqualTo(CloseReason.LENGTH);
  }

  @Test
  void windowsAreKeyedByStreamAndEdit() {
    edit(Frames.edit().build());
    frames(0, 4);
    assertThat(harness.read(harness.topics.windows(), harness.serdes.window()).get(0).key)
        .isEqualTo("clip/sketch");
  }

  @Test
  void anEditThatIsSeenAfterItsFramesStillGetsThem() {
    frames(0, 2);
    edit(Frames.edit().build());
    frames(3, 4);
    List<KeyframeWindow> windows = windows();
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).getFirstSequence()).isZero();
  }

  @Test
  void aFrameWithAnEndlessIdGetsAShortDeadLetter() {
    String endless = "x".repeat(100_000);
    harness.send(
        harness.topics.frames(),
        harness.serdes.frame(),
        endless,
        TestFrames.frame(endless, 0, new byte[] {1}, false));
    DeadLetter letter = harness.deadLetters().get(0);
    assertThat(letter.getReason()).isEqualTo("unprocessable");
    assertThat(letter.getMessage()).startsWith("streamId 'xxx").hasSizeLessThan(10_000);
    assertThat(letter.getKey()).isNull();
  }

  @Test
  void anEditWhosePromptFillsItsTopicIsRefused() {
    edit(Frames.edit().setPrompt("a".repeat(100_000)).build());
    assertThat(harness.deadLetters())
        .extracting(DeadLetter::getMessage)
        .singleElement()
        .asString()
        .startsWith("prompt: expected at most 8192 characters, found 100000");
  }

  @Test
  void severalEditsOfAStreamEachGetTheirWindows() {
    edit(Frames.edit().build());
    edit(Frames.edit().setEditId("oil").setKeyframeInterval(1).build());
    frames(0, 4);
    assertThat(windows())
        .extracting(w -> w.getEdit().getEditId() + w.getLastSequence())
        .containsExactlyInAnyOrder("oil2", "oil4", "sketch4");
  }

  @Test
  void aSceneCutInThePicturesClosesTheWindow() {
    edit(Frames.edit().build());
    send(TestFrames.grey("clip", 0, 20));
    send(TestFrames.grey("clip", 1, 22));
    send(TestFrames.grey("clip", 2, 200));
    assertThat(windows())
        .extracting(KeyframeWindow::getCloseReason)
        .containsExactly(CloseReason.SCENE_CUT);
  }

  @Test
  void anIdleStreamIsClosedByTheClock() {
    edit(Frames.edit().build());
    frames(0, 1);
    harness.advance(Duration.ofMillis(900));
    assertThat(windows()).isEmpty();
    harness.advance(Duration.ofMillis(200));
    assertThat(windows())
        .extracting(KeyframeWindow::getCloseReason)
        .containsExactly(CloseReason.IDLE);
  }

  @Test
  void aRestartChangesNothing() {
    List<KeyframeWindow> windows = new ArrayList<>();
    edit(Frames.edit().build());
    frames(0, 2);
    harness.restart();
    frames(3, 6);
    windows.addAll(windows());
    harness.restart();
    harness.advance(Duration.ofMillis(100));
    harness.advance(Duration.ofSeconds(2));
    windows.addAll(windows());
    WindowGuarantees.assertTiled(windows);
    assertThat(windows).hasSize(2);
    assertThat(windows.get(1).getLastSequence()).isEqualTo(6);
  }

  @Test
  void aWindowIsNotCutShortByTheTimeThatTheRoleWasAway() {
    edit(Frames.edit().build());
    frames(0, 2);
    harness.restart();
    harness.advance(Duration.ofSeconds(60));
    frames(3, 4);
    assertThat(windows())
        .extracting(KeyframeWindow::getCloseReason)
        .containsExactly(CloseReason.LENGTH);
  }

  @Test
  void anUndecodablePictureGetsADeadLetterAndCountsAsMissing() {
    edit(Frames.edit().build());
    frames(0, 1);
    send(TestFrames.undecodable("clip", 2));
    frames(3, 5);
    List<DeadLetter> letters = harness.deadLetters();
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).getReason()).isEqualTo("undecodable-image");
    assertThat(letters.get(0).getStreamId()).isEqualTo("clip");
    assertThat(letters.get(0).getSequence()).isEqualTo(2);
    assertThat(letters.get(0).getOffset()).isEqualTo(2);
    assertThat(windows().get(0).getMissing()).containsExactly(2L);
  }

  @Test
  void aLateFrameGetsOneDeadLetterHoweverManyEditsThereAre() {
    edit(Frames.edit().build());
    edit(Frames.edit().setEditId("oil").build());
    frames(0, 1);
    frames(3, 7);
    send(TestFrames.grey("clip", 2, 50));
    assertThat(harness.deadLetters())
        .extracting(DeadLetter::getReason, DeadLetter::getSequence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("late-frame", 2L));
    assertThat(harness.metrics.count("lateFrames")).isEqualTo(2);
  }

  @Test
  void aFrameThatIsSentTwiceIsCountedAndNoDeath() {
    edit(Frames.edit().build());
    frames(0, 3);
    send(TestFrames.grey("clip", 2, 50));
    send(TestFrames.undecodable("clip", 4));
    send(TestFrames.undecodable("clip", 4));
    assertThat(harness.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsOnly("undecodable-image");
    assertThat(harness.metrics.count("duplicateFrames")).isEqualTo(2);
  }

  @Test
  void eachFrameThatARestartedProducerNumbersAnewGetsADeadLetterUntilItsNumbersAreNew() {
    edit(Frames.edit().build());
    edit(Frames.edit().setEditId("oil").build());
    frames(0, 3);
    send(Frame.newBuilder(TestFrames.grey("clip", 0, 50)).setCaptureTimeUs(9_000_000).build());
    send(TestFrames.grey("clip", 1, 51));
    send(Frame.newBuilder(TestFrames.grey("clip", 4, 50)).setCaptureTimeUs(9_160_000).build());
    List<DeadLetter> letters = harness.deadLetters();
    assertThat(letters)
        .extracting(DeadLetter::getReason, DeadLetter::getSequence, DeadLetter::getOffset)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("repeated-sequence", 0L, 4L),
            org.assertj.core.groups.Tuple.tuple("repeated-sequence", 1L, 5L));
    assertThat(letters.get(0).getMessage()).contains("captured at 9000000 us", "number on from 4");
    assertThat(harness.metrics.count("repeatedSequences")).isEqualTo(2);
    assertThat(windows()).extracting(KeyframeWindow::getLastSequence).containsExactly(4L, 4L);
  }

  @Test
  void aFrameWithoutAKeyIsTakenByItsOwnStreamId() {
    edit(Frames.edit().build());
    for (long sequence = 0; sequence < 5; sequence++) {
      harness.send(
          harness.topics.frames(),
          harness.serdes.frame(),
          null,
          TestFrames.grey("clip", sequence, 50));
    }
    assertThat(windows()).hasSize(1);
    assertThat(harness.deadLetters()).isEmpty();
  }

  @Test
  void aNullOnTheFramesTopicWithdrawsNoEdit() {
    edit(Frames.edit().build());
    frames(0, 2);
    harness.send(harness.topics.frames(), harness.serdes.frame(), "clip/sketch", null);
    frames(3, 4);
    assertThat(windows())
        .extracting(KeyframeWindow::getCloseReason)
        .containsExactly(CloseReason.LENGTH);
  }

  @Test
  void anInvalidRevisionGetsADeadLetterAndTheOldOneGoesOn() {
    edit(Frames.edit().build());
    frames(0, 1);
    edit(Frames.edit().setRevision(2).setWindowKeyframes(0).build());
    frames(2, 4);
    assertThat(harness.deadLetters())
        .extracting(DeadLetter::getReason, DeadLetter::getTopic)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("invalid-edit", "edits"));
    assertThat(windows()).extracting(w -> w.getEdit().getRevision()).containsExactly(1);
  }

  @Test
  void aRecordThatIsNoFrameGetsADeadLetterWithItsBytes() {
    edit(Frames.edit().build());
    harness.sendBytes(harness.topics.frames(), "clip", new byte[] {9, 9, 9, 9, 9, 9, 9});
    frames(0, 4);
    DeadLetter letter = harness.deadLetters().get(0);
    assertThat(letter.getReason()).isEqualTo("undecodable-record");
    assertThat(letter.getTopic()).isEqualTo("frames");
    assertThat(letter.getValue().remaining()).isEqualTo(7);
    assertThat(windows()).hasSize(1);
  }

  @Test
  void aFrameUnderAnotherStreamsKeyGetsADeadLetter() {
    harness.send(
        harness.topics.frames(), harness.serdes.frame(), "other", TestFrames.grey("clip", 0, 1));
    assertThat(harness.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsExactly("unprocessable");
  }

  @Test
  void aWithdrawnEditPublishesWhatItHasAndStops() {
    edit(Frames.edit().build());
    frames(0, 1);
    harness.send(harness.topics.edits(), harness.serdes.editSpec(), "clip/sketch", null);
    frames(2, 6);
    List<KeyframeWindow> windows = windows();
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).getEndOfStream()).isTrue();
  }

  @Test
  void framesOfAnIdleStreamAreForgotten() {
    frames(0, 2);
    harness.advance(Duration.ofSeconds(61));
    harness.advance(Duration.ofSeconds(61));
    edit(Frames.edit().build());
    frames(3, 9);
    assertThat(windows().get(0).getFirstSequence()).isEqualTo(3);
  }

  private void edit(EditSpec edit) {
    harness.send(
        harness.topics.edits(),
        harness.serdes.editSpec(),
        edit.getStreamId() + "/" + edit.getEditId(),
        edit);
  }

  private void frames(long from, long to) {
    for (long sequence = from; sequence <= to; sequence++) {
      send(TestFrames.grey("clip", sequence, 50));
    }
  }

  private void send(Frame frame) {
    harness.send(harness.topics.frames(), harness.serdes.frame(), frame.getStreamId(), frame);
  }

  private List<KeyframeWindow> windows() {
    return harness.values(harness.topics.windows(), harness.serdes.window());
  }
}
