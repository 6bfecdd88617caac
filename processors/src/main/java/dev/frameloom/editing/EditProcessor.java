package dev.frameloom.editing;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.PendingWindow;
import dev.frameloom.deadletter.DeadLetterReason;
import dev.frameloom.deadletter.DeadLetters;
import dev.frameloom.metrics.PipelineMetrics;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps windows in a store until they are edited, by offset. Hands them to the {@link GpuScheduler}
 * as far as it has room, and publishes what it gives back; deleting a window from the store and
 * publishing its frames is one transaction. Never waits: a stream thread that does loses its place
 * in the group.
 *
 * <p>After a restart the store holds what is not published yet, and all of it is submitted again.
 */
final class EditProcessor implements Processor<String, KeyframeWindow, String, SpecificRecord> {

  private static final DeadLetters DEAD_LETTERS = new DeadLetters("editing");

  /** The oldest window is looked up once in so many ticks. */
  private static final int TICKS_PER_LOOK = 20;

  private final EditingConfig config;
  private final GpuScheduler scheduler;
  private final PipelineMetrics metrics;
  private ProcessorContext<String, SpecificRecord> context;
  private KeyValueStore<Long, PendingWindow> pending;
  private GpuScheduler.Session session;

  /** Windows of the store from this offset on are not submitted yet; MAX_VALUE: all are. */
  private long notSubmittedFrom;

  private long ticks;

  EditProcessor(EditingConfig config, GpuScheduler scheduler, PipelineMetrics metrics) {
    this.config = config;
    this.scheduler = scheduler;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    pending = context.getStateStore(EditingTopology.PENDING);
    session = scheduler.open();
    notSubmittedFrom = 0;
    // wall clock: results come when devices are done, whether or not windows come
    context.schedule(config.tickInterval(), PunctuationType.WALL_CLOCK_TIME, now -> tick());
  }

  @Override
  public void process(Record<String, KeyframeWindow> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    Optional<String> problem =
        record.value() == null
            ? Optional.of("expected a window, found a record without a value")
            : WindowCheck.problem(record.key(), record.value());
    if (problem.isPresent()) {
      bury(record, at, problem.get());
      return;
    }
    PendingWindow window =
        new PendingWindow(
            record.key(),
            at.topic(),
            at.partition(),
            at.offset(),
            record.timestamp(),
            record.value());
    pending.put(at.offset(), window);
    if (notSubmittedFrom == Long.MAX_VALUE && !session.submit(window)) {
      notSubmittedFrom = at.offset();
    }
  }

  private void bury(Record<String, KeyframeWindow> record, RecordMetadata at, String problem) {
    metrics.deadLetter(DeadLetterReason.UNPROCESSABLE.word());
    context.forward(
        new Record<>(
            record.key(),
            DEAD_LETTERS
                .of(
                    DeadLetterReason.UNPROCESSABLE,
                    "no window of frameloom: " + problem,
                    at.topic(),
                    at.partition(),
                    at.offset())
                .setKey(DeadLetters.bytes(record.key()))
                .build(),
            record.timestamp()),
        EditingTopology.DEAD_LETTERS_SINK);
  }

  private void tick() {
    scheduler.requireAlive();
    publishFinished();
    submitMore();
    if (ticks++ % TICKS_PER_LOOK == 0) {
      session.oldest(oldest());
    }
  }

  /** The first frame of the window that has waited longest. */
  private Optional<OldestFrame> oldest() {
    try (KeyValueIterator<Long, PendingWindow> all = pending.all()) {
      while (all.hasNext()) {
        PendingWindow window = all.next().value;
        if (!window.getWindow().getFrames().isEmpty()) {
          return Optional.of(
              new OldestFrame(window.getWindow().getFrames().get(0), window.getTimestampMs()));
        }
      }
    }
    return Optional.empty();
  }

  private void publishFinished() {
    for (int i = 0; i < config.maxPublishedPerTick(); i++) {
      Optional<GpuScheduler.Finished> finished = session.poll();
      if (finished.isEmpty()) {
        return;
      }
      long started = System.nanoTime();
      publish(finished.get().pending(), finished.get().result());
      metrics.publishingTook(System.nanoTime() - started);
    }
  }

  private void publish(PendingWindow window, WindowResult result) {
    Record<String, SpecificRecord> record =
        new Record<>(window.getKey(), null, window.getTimestampMs());
    for (EditedFrame frame : result.frames()) {
      context.forward(record.withValue(frame), EditingTopology.FRAMES_SINK);
    }
    context.forward(record.withValue(result.outcome()), EditingTopology.OUTCOMES_SINK);
    for (DeadLetter letter : result.deadLetters()) {
      metrics.deadLetter(letter.getReason());
      context.forward(record.withValue(letter), EditingTopology.DEAD_LETTERS_SINK);
    }
    result.outcome().getGapReasons().forEach(metrics::gap);
    pending.delete(window.getOffset());
    metrics.windowEdited(result.outcome().getStatus(), result.frames().size());
  }

  private void submitMore() {
    if (notSubmittedFrom == Long.MAX_VALUE) {
      return;
    }
    try (KeyValueIterator<Long, PendingWindow> rest =
        pending.range(notSubmittedFrom, Long.MAX_VALUE)) {
      while (rest.hasNext()) {
        KeyValue<Long, PendingWindow> next = rest.next();
        if (!session.submit(next.value)) {
          notSubmittedFrom = next.key;
          return;
        }
      }
    }
    notSubmittedFrom = Long.MAX_VALUE;
  }

  @Override
  public void close() {
    session.close();
  }
}
