package dev.frameloom.reassembly;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.ReassemblyState;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.deadletter.DeadLetterReason;
import dev.frameloom.deadletter.DeadLetters;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Drives a {@link Reassembler} for each edit of each stream. */
final class ReassemblyProcessor
    implements Processor<String, SpecificRecord, String, SpecificRecord> {

  private final ReassemblyConfig config;
  private final String editedFramesTopic;
  private final PipelineMetrics metrics;
  private final DeadLetters deadLetters = new DeadLetters("reassembly");
  private final Map<String, Long> deadlinesMs = new HashMap<>();
  private ProcessorContext<String, SpecificRecord> context;
  private KeyValueStore<String, ReassemblyState> states;
  private KeyValueStore<String, EditedFrame> waiting;
  private KeyValueStore<String, EditedFrame> latest;
  private boolean resumed;

  ReassemblyProcessor(ReassemblyConfig config, Topics topics, PipelineMetrics metrics) {
    this.config = config;
    this.editedFramesTopic = topics.editedFrames().name();
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    // a task that is revived is initialised again, on stores that were rolled back
    resumed = false;
    deadlinesMs.clear();
    states = context.getStateStore(ReassemblyTopology.STATES);
    waiting = context.getStateStore(ReassemblyTopology.WAITING);
    latest = context.getStateStore(ReassemblyTopology.LATEST);
    // wall clock: the deadline of a gap passes although no frame comes
    context.schedule(config.tickInterval(), PunctuationType.WALL_CLOCK_TIME, this::fillOverdue);
  }

  /** Looks through the state that was left, before anything else is done. */
  private void resume() {
    if (resumed) {
      return;
    }
    resumed = true;
    Map<String, ReassemblyState> blocked = new HashMap<>();
    try (var all = states.all()) {
      while (all.hasNext()) {
        KeyValue<String, ReassemblyState> entry = all.next();
        if (entry.value.getBlockedSinceMs() >= 0) {
          blocked.put(entry.key, entry.value);
        }
      }
    }
    blocked.forEach(this::beginDeadlineAnew);
  }

  /** What is missing may have come while nobody was there to take it: the log has it, then. */
  private void beginDeadlineAnew(String key, ReassemblyState left) {
    ReassemblyState state =
        ReassemblyState.newBuilder(left).setBlockedSinceMs(context.currentSystemTimeMs()).build();
    states.put(key, state);
    watch(key, reassembler(key, state, 0).deadlineMs());
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    resume();
    Optional<String> problem = problem(record.key(), record.value());
    if (problem.isPresent()) {
      bury(record, problem.get());
      return;
    }
    long started = System.nanoTime();
    ReassemblyState state = states.get(record.key());
    Reassembler reassembler =
        reassembler(
            record.key(),
            state == null ? ReassemblyState.newBuilder().build() : state,
            record.timestamp());
    long now = context.currentSystemTimeMs();
    if (record.value() instanceof EditedFrame frame) {
      if (!reassembler.accept(frame, position().offset(), now)) {
        bury(record, frame);
      }
    } else if (record.value() instanceof WindowOutcome outcome) {
      reassembler.accept(outcome, now);
    }
    buryRefused(record.key(), reassembler, record.timestamp());
    save(record.key(), reassembler);
    metrics.reassemblyTook(System.nanoTime() - started);
  }

  /** What is in a record gets into the state, so it is looked at before. */
  private static Optional<String> problem(String key, SpecificRecord value) {
    if (value instanceof EditedFrame frame) {
      return EditedFrameCheck.problem(key, frame);
    }
    return value instanceof WindowOutcome outcome
        ? OutcomeCheck.problem(key, outcome)
        : Optional.of("expected an edited frame or an outcome, found a record without a value");
  }

  private void fillOverdue(long nowMs) {
    resume();
    List<String> overdue =
        deadlinesMs.entrySet().stream()
            .filter(entry -> entry.getValue() <= nowMs)
            .map(Map.Entry::getKey)
            .toList();
    for (String key : overdue) {
      Reassembler reassembler = reassembler(key, states.get(key), nowMs);
      reassembler.tick(nowMs);
      buryRefused(key, reassembler, nowMs);
      save(key, reassembler);
    }
  }

  private Reassembler reassembler(String key, ReassemblyState state, long timestampMs) {
    return new Reassembler(
        state,
        config.limits(),
        new StoredFrameBuffer(key, waiting, latest),
        frame ->
            context.forward(
                new Record<>(key, frame, timestampMs), ReassemblyTopology.RESTYLED_SINK),
        metrics);
  }

  private void save(String key, Reassembler reassembler) {
    states.put(key, reassembler.state());
    watch(key, reassembler.deadlineMs());
  }

  private void watch(String key, OptionalLong deadlineMs) {
    if (deadlineMs.isPresent()) {
      deadlinesMs.put(key, deadlineMs.getAsLong());
    } else {
      deadlinesMs.remove(key);
    }
  }

  private void bury(Record<String, SpecificRecord> record, String problem) {
    RecordMetadata at = position();
    bury(
        record.key(),
        record.timestamp(),
        deadLetters
            .of(DeadLetterReason.UNPROCESSABLE, problem, at.topic(), at.partition(), at.offset())
            .setKey(DeadLetters.bytes(record.key())));
  }

  private void bury(Record<String, SpecificRecord> record, EditedFrame frame) {
    bury(
        record.key(),
        record.timestamp(),
        letter(
            DeadLetterReason.BUFFER_FULL,
            "frame %d of %s has no room among those that wait for an earlier one; raise the bounds of reassembly or lower the edit's gapDeadlineMs"
                .formatted(frame.getSequence(), record.key()),
            frame,
            position().offset()));
  }

  /** They came before the record, or the time, that shows that nothing leads to them. */
  private void buryRefused(String key, Reassembler reassembler, long timestampMs) {
    for (Reassembler.Refused refused : reassembler.takeRefused()) {
      bury(
          key,
          timestampMs,
          letter(
              DeadLetterReason.FAR_SEQUENCE,
              "edited frame %d of %s is far beyond frame %d, which is next, and nothing leads there"
                  .formatted(refused.frame().getSequence(), key, refused.next()),
              refused.frame(),
              refused.offset()));
    }
  }

  private DeadLetter.Builder letter(
      DeadLetterReason reason, String message, EditedFrame frame, long offset) {
    return deadLetters
        .of(reason, message, editedFramesTopic, context.taskId().partition(), offset)
        .setStreamId(frame.getStreamId())
        .setSequence(frame.getSequence())
        .setKey(DeadLetters.bytes(Keys.of(frame.getStreamId(), frame.getEditId())));
  }

  private void bury(String key, long timestampMs, DeadLetter.Builder letter) {
    metrics.deadLetter(letter.getReason());
    context.forward(
        new Record<>(key, letter.build(), timestampMs), ReassemblyTopology.DEAD_LETTERS_SINK);
  }

  private RecordMetadata position() {
    return context.recordMetadata().orElseThrow();
  }
}
