package dev.frameloom.roles;

import dev.frameloom.editing.OldestFrame;
import dev.frameloom.metrics.PipelineMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the frames that windows wait for with where their topic begins, every few seconds on a
 * thread of its own, and warns before retention removes them: what is gone can only be filled.
 */
final class TrimWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrimWatch.class);

  /** What is in the oldest tenth of a topic that was trimmed before goes next. */
  private static final int NEAR_PART = 10;

  /** A frame of four fifths of the retention is near its end, though nothing was removed yet. */
  private static final double NEAR_AGE = 0.8;

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<? extends Collection<OldestFrame>> oldest;
  private final Duration retention;
  private final PipelineMetrics metrics;
  private final Clock clock;
  private final Set<TopicPartition> told = new HashSet<>();

  /**
   * A watch that does nothing until it {@linkplain #start starts} or is made to {@link #look}.
   *
   * @param consumer answers where partitions begin and end; closed with it
   * @param oldest frames that windows wait for
   * @param retention how long the topic keeps frames
   */
  TrimWatch(
      Consumer<byte[], byte[]> consumer,
      Supplier<? extends Collection<OldestFrame>> oldest,
      Duration retention,
      PipelineMetrics metrics,
      Clock clock) {
    this.consumer = consumer;
    this.oldest = oldest;
    this.retention = retention;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Looks every so often until it is closed. */
  AutoCloseable start(Duration interval) {
    Thread thread = new Thread(() -> run(interval), "frameloom-trim-watch");
    thread.setDaemon(true);
    thread.start();
    return () -> {
      thread.interrupt();
      thread.join(CLOSE_PATIENCE.toMillis());
    };
  }

  private void run(Duration interval) {
    try (this) {
      while (true) {
        Thread.sleep(interval.toMillis());
        try {
          look();
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          LOG.debug("where frames begin can't be asked now: {}", e.toString());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the watch over the frames topic ends");
    }
  }

  /** Looks once. */
  void look() {
    for (OldestFrame each : oldest.get()) {
      TopicPartition partition =
          new TopicPartition(each.frame().getTopic(), each.frame().getPartition());
      Set<TopicPartition> one = Set.of(partition);
      Long begin = consumer.beginningOffsets(one, ANSWER).get(partition);
      Long end = consumer.endOffsets(one, ANSWER).get(partition);
      if (begin != null && end != null) {
        compare(each, partition, begin, end);
      }
    }
  }

  private void compare(OldestFrame each, TopicPartition partition, long begin, long end) {
    long margin = each.frame().getOffset() - begin;
    metrics.trimMargin(partition.topic(), partition.partition(), margin);
    boolean trimmedBefore = begin > 0;
    boolean near =
        margin < 0
            || (trimmedBefore && margin < (end - begin) / NEAR_PART)
            || clock.millis() - each.timestampMs() > retention.toMillis() * NEAR_AGE;
    if (!near) {
      told.remove(partition);
    } else if (told.add(partition)) {
      LOG.warn(
          "the oldest window that waits to be edited needs frame {} at {} offset {}, and the"
              + " partition begins at offset {}: {}. Add devices, or raise the topic's retention",
          each.frame().getSequence(),
          partition,
          each.frame().getOffset(),
          begin,
          margin < 0
              ? "it is gone, and frames are filled"
              : "retention removes it soon, and frames will be filled");
    }
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_PATIENCE));
  }
}
