package dev.frameloom.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.testing.TopologyHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditingTopologyTest {

  private static final Duration TICK = Duration.ofMillis(100);

  @TempDir private Path folder;
  private final FakeWork work = new FakeWork();
  private GpuScheduler scheduler;
  private TopologyHarness harness;

  @BeforeEach
  void start() {
    scheduler =
        new GpuScheduler(
            new SchedulerLimits(3, 64, 1 << 20, Duration.ZERO),
            PipelineMetrics.NOOP,
            Collections.nCopies(2, () -> work));
    harness =
        new TopologyHarness(
            folder,
            (topics, serdes, metrics) ->
                EditingTopology.build(
                    EditingConfig.defaults(), topics, serdes, scheduler, metrics));
    harness.advance(TICK);
  }

  @AfterEach
  void stop() {
    harness.close();
    scheduler.close();
  }

  @Test
  void theTopologyIsAsDescribed() {
    assertThat(
            EditingTopology.build(
                    EditingConfig.defaults(),
                    harness.topics,
                    harness.serdes,
                    scheduler,
                    harness.metrics)
                .describe()
                .toString())
        .isEqualTo(
            """
            Topologies:
               Sub-topology: 0
                Source: windows-source (topics: [windows])
                  --> editing
                Processor: editing (stores: [editing-pending])
                  --> dead-letters-sink, edited-frames-sink, outcomes-sink
                  <-- windows-source
                Sink: dead-letters-sink (topic: dead-letters)
                  <-- editing
                Sink: edited-frames-sink (topic: edited-frames)
                  <-- editing
                Sink: outcomes-sink (topic: outcomes)
                  <-- editing

            """);
  }

  @Test
  void processingDoesNotWaitForADevice() {
    send(0);
    send(1);
    send(2);
    harness.advance(TICK);
    assertThat(outcomes()).isEmpty();
    work.finish(1);
    assertThat(publishedUntil(1)).containsExactly(1L);
    work.finish(0);
    work.finish(2);
    assertThat(publishedUntil(2)).containsExactlyInAnyOrder(0L, 2L);
  }

  @Test
  void framesAndOutcomeOfAWindowArePublishedTogether() {
    send(0);
    work.finish(0);
    assertThat(publishedUntil(1)).containsExactly(0L);
    List<EditedFrame> frames =
        harness.values(harness.topics.editedFrames(), harness.serdes.editedFrame());
    assertThat(frames).extracting(EditedFrame::getSequence).containsExactly(0L, 1L, 2L);
  }

  @Test
  void whatIsPendingIsSubmittedAgainAfterARestartAndPublishedOnce() {
    for (long index = 0; index < 4; index++) {
      send(index);
    }
    work.finish(0);
    List<Long> published = new ArrayList<>(publishedUntil(1));
    harness.restart();
    for (long index = 1; index < 4; index++) {
      work.finish(index);
    }
    published.addAll(publishedUntil(3));
    assertThat(published).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
    harness.restart();
    harness.advance(TICK);
    assertThat(outcomes()).isEmpty();
    assertThat(scheduler.open().poll()).isEmpty();
  }

  @Test
  void moreWindowsThanTheQueueTakesWaitInTheStore() {
    for (long index = 0; index < 20; index++) {
      send(index);
      work.finish(index);
    }
    assertThat(publishedUntil(20)).hasSize(20).doesNotHaveDuplicates();
    assertThat(work.started).hasValue(20);
  }

  private void send(long index) {
    KeyframeWindow window =
        Windows.window(Windows.edit().build(), index, index * 3, index * 3 + 2).build();
    harness.send(harness.topics.windows(), harness.serdes.window(), "clip/sketch", window);
  }

  private List<WindowOutcome> outcomes() {
    return harness.values(harness.topics.outcomes(), harness.serdes.outcome());
  }

  /** Ticks until so many windows are published; their indexes. */
  private List<Long> publishedUntil(int count) {
    List<Long> indexes = new ArrayList<>();
    await()
        .until(
            () -> {
              harness.advance(TICK);
              outcomes().forEach(outcome -> indexes.add(outcome.getWindowIndex()));
              return indexes.size() >= count;
            });
    return indexes;
  }
}
