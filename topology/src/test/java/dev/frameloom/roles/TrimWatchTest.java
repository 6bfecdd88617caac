package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.editing.OldestFrame;
import dev.frameloom.metrics.PipelineMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TrimWatchTest {

  private static final TopicPartition FRAMES = new TopicPartition("frames", 2);
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
  private static final Duration RETENTION = Duration.ofHours(10);

  private final Logger logger = (Logger) LoggerFactory.getLogger(TrimWatch.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final List<Long> margins = new ArrayList<>();
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(AutoOffsetResetStrategy.NONE.name());
  private OldestFrame oldest = frame(1000, Duration.ofMinutes(1));
  private final TrimWatch watch =
      new TrimWatch(
          consumer,
          () -> List.of(oldest),
          RETENTION,
          new PipelineMetrics() {
            @Override
            public void trimMargin(String topic, int partition, long records) {
              margins.add(records);
            }
          },
          Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(said);
    watch.close();
  }

  private static OldestFrame frame(long offset, Duration age) {
    return new OldestFrame(
        new FrameRef(offset, 0L, FRAMES.topic(), FRAMES.partition(), offset),
        NOW.minus(age).toEpochMilli());
  }

  private void look(long begin, long end) {
    consumer.updateBeginningOffsets(Map.of(FRAMES, begin));
    consumer.updateEndOffsets(Map.of(FRAMES, end));
    watch.look();
  }

  @Test
  void theMarginIsToldAndNobodyWarnedWhileItIsWide() {
    look(0, 2000);
    look(500, 2000);
    assertThat(margins).containsExactly(1000L, 500L);
    assertThat(said.list).isEmpty();
  }

  @Test
  void aWarningComesOnceWhenTheBeginningComesNearAndAgainAfterItWasFar() {
    look(950, 2000);
    look(960, 2000);
    assertThat(said.list).hasSize(1);
    assertThat(said.list.get(0).getFormattedMessage())
        .contains("frame 1000 at frames-2 offset 1000", "begins at offset 950", "removes it soon");
    oldest = frame(1900, Duration.ofMinutes(1));
    look(960, 2000);
    oldest = frame(1901, Duration.ofMinutes(1));
    look(1902, 2000);
    assertThat(said.list).hasSize(2);
    assertThat(said.list.get(1).getFormattedMessage()).contains("it is gone");
    assertThat(margins).endsWith(-1L);
  }

  @Test
  void anOldFrameIsWarnedOfThoughNothingWasRemovedYet() {
    oldest = frame(0, Duration.ofHours(9));
    look(0, 2000);
    assertThat(said.list).hasSize(1);
  }
}
