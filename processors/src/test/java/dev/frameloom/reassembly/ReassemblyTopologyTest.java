package dev.frameloom.reassembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.testing.TopologyHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReassemblyTopologyTest {

  private static final ReassemblyConfig CONFIG =
      new ReassemblyConfig(
          new ReassemblyLimits(8, 1 << 20, 100, FullBufferPolicy.DROP_NEWEST),
          Duration.ofMillis(100));

  @TempDir private Path folder;
  private TopologyHarness harness;

  @BeforeEach
  void start() {
    harness =
        new TopologyHarness(
            folder,
            (topics, serdes, metrics) -> ReassemblyTopology.build(CONFIG, topics, serdes, metrics));
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void theTopologyIsAsDescribed() {
    assertThat(
            ReassemblyTopology.build(CONFIG, harness.topics, harness.serdes, harness.metrics)
                .describe()
                .toString())
        .isEqualTo(
            """
            Topologies:
               Sub-topology: 0
                Source: edited-frames-source (topics: [edited-frames])
                  --> reassembly
                Source: outcomes-source (topics: [outcomes])
                  --> reassembly
                Processor: reassembly (stores: [reassembly-latest, reassembly-states, reassembly-waiting])
                  --> dead-letters-sink, restyled-sink
                  <-- edited-frames-source, outcomes-source
                Sink: dead-letters-sink (topic: dead-letters)
                  <-- reassembly
                Sink: restyled-sink (topic: restyled)
                  <-- reassembly

            """);
  }

  @Test
  void framesComeOutInOrderAcrossRestarts() {
    List<EditedFrame> restyled = new ArrayList<>();
    frame(3);
    frame(1);
    harness.restart();
    outcome(Edited.outcome(GapPolicy.HOLD, 0, 0, 3, 2L).setEndOfStream(true).build());
    restyled.addAll(restyled());
    harness.restart();
    frame(0);
    restyled.addAll(restyled());
    RestyledGuarantees.assertEveryFrameOnce(restyled, 0, 3);
    assertThat(restyled.stream().map(Edited::picture)).containsExactly(0L, 1L, 1L, 3L);
    assertThat(restyled.get(3).getEndOfStream()).isTrue();
  }

  @Test
  void aGapIsFilledByTheClockAlsoAfterARestart() {
    outcome(Edited.outcome(GapPolicy.HOLD, 0, 0, 0).build());
    frame(0);
    frame(2);
    assertThat(restyled()).hasSize(1);
    harness.restart();
    harness.advance(Duration.ofMillis(100));
    harness.advance(Duration.ofSeconds(6));
    assertThat(restyled().stream().map(Edited::picture)).containsExactly(0L, 2L);
    frame(1);
    assertThat(restyled()).isEmpty();
    assertThat(harness.metrics.count("lateEditedFrames")).isEqualTo(1);
  }

  @Test
  void framesThatCameWhileTheRoleWasAwayAreNotGivenUp() {
    outcome(Edited.outcome(GapPolicy.HOLD, 0, 0, 2).build());
    frame(0);
    frame(2);
    harness.advance(Duration.ofMillis(4900));
    assertThat(restyled()).hasSize(1);
    harness.restart();
    harness.advance(Duration.ofSeconds(60));
    frame(1);
    assertThat(restyled().stream().map(Edited::picture)).containsExactly(1L, 2L);
  }

  @Test
  void editsOfOneStreamDoNotMix() {
    outcome(Edited.outcome(GapPolicy.HOLD, 0, 0, 1).build());
    frame(1);
    harness.send(
        harness.topics.editedFrames(), harness.serdes.editedFrame(), "clip/oil", Edited.frame(0));
    assertThat(restyled()).isEmpty();
    frame(0);
    assertThat(restyled()).hasSize(2);
  }

  @Test
  void aFrameWithoutRoomGetsADeadLetter() {
    for (int sequence = 1; sequence <= 9; sequence++) {
      frame(sequence);
    }
    assertThat(harness.deadLetters())
        .extracting(DeadLetter::getReason, DeadLetter::getSequence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("buffer-full", 9L));
  }

  private void frame(long sequence) {
    harness.send(
        harness.topics.editedFrames(),
        harness.serdes.editedFrame(),
        "clip/sketch",
        Edited.frame(sequence));
  }

  private void outcome(WindowOutcome outcome) {
    harness.send(harness.topics.outcomes(), harness.serdes.outcome(), "clip/sketch", outcome);
  }

  private List<EditedFrame> restyled() {
    return harness.values(harness.topics.restyled(), harness.serdes.editedFrame());
  }
}
