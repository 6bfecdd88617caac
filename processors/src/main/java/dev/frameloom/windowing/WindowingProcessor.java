package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.WindowingState;
import dev.frameloom.deadletter.DeadLetterReason;
import dev.frameloom.deadletter.DeadLetters;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Drives a {@link WindowAssembler} for each edit of each stream. Takes frames and edits, which lie
 * in partitions of one number, and emits windows and dead letters.
 */
final class WindowingProcessor
    implements Processor<String, SpecificRecord, String, SpecificRecord> {

  private final WindowingConfig config;
  private final String editsTopic;
  private final StrayRecords strays;
  private final PipelineMetrics metrics;
  private final DeadLetters deadLetters = new DeadLetters("windowing");
  private final Map<String, Set<String>> editsOfStream = new HashMap<>();
  private final Map<String, Long> idleAtMs = new HashMap<>();
  private ProcessorContext<String, SpecificRecord> context;
  private KeyValueStore<String, WindowingState> states;
  private FrameBacklog backlog;
  private boolean resumed;

  WindowingProcessor(WindowingConfig config, Topics topics, PipelineMetrics metrics) {
    this.config = config;
    this.editsTopic = topics.edits().name();
    this.strays = new StrayRecords(topics);
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    // a task that is revived is initialised again, on stores that were rolled back
    resumed = false;
    editsOfStream.clear();
    idleAtMs.clear();
    states = context.getStateStore(WindowingTopology.STATES);
    // wall clock: a stream that stops must not keep its last window open
    context.schedule(config.tickInterval(), PunctuationType.WALL_CLOCK_TIME, this::closeIdle);
    context.schedule(
        config.backlogRetention().dividedBy(2), PunctuationType.WALL_CLOCK_TIME, this::forgetIdle);
  }

  /** Looks through the state that was left, before anything else is done. */
  private void resume() {
    if (resumed) {
      return;
    }
    resumed = true;
    backlog =
        new FrameBacklog(
            context.getStateStore(WindowingTopology.BACKLOG),
            config.backlogFrames(),
            context.currentSystemTimeMs());
    Map<String, WindowingState> open = new HashMap<>();
    try (var all = states.all()) {
      while (all.hasNext()) {
        KeyValue<String, WindowingState> entry = all.next();
        WindowAssembler assembler = resume(entry.value);
        watch(entry.key, assembler);
        if (assembler.isPending()) {
          open.put(entry.key, entry.value);
        }
      }
    }
    open.forEach(this::beginDelayAnew);
  }

  /** Frames may have come while nobody was there to take them: the stream wasn't idle, then. */
  private void beginDelayAnew(String key, WindowingState left) {
    save(
        key,
        resume(
            WindowingState.newBuilder(left)
                .setLastArrivalMs(context.currentSystemTimeMs())
                .setLastFarMs(context.currentSystemTimeMs())
                .build()));
  }

  private WindowAssembler resume(WindowingState state) {
    return WindowAssembler.resume(state, WindowAssembler.DEFAULT_MAX_GAP, config.maxSequenceJump());
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    resume();
    long started = System.nanoTime();
    if (record.value() instanceof Frame frame) {
      takeFrame(record, frame);
    } else if (record.value() instanceof EditSpec edit) {
      takeEdit(record, edit);
    } else if (record.key() != null && position().topic().equals(editsTopic)) {
      withdraw(record);
    } else {
      bury(
          record,
          DeadLetterReason.UNPROCESSABLE,
          record.key() == null
              ? "a record without key and value says nothing"
              : "expected a frame, found a record without a value");
    }
    metrics.windowingTook(System.nanoTime() - started);
  }

  private void takeFrame(Record<String, SpecificRecord> record, Frame frame) {
    metrics.frameSeen();
    String streamId = frame.getStreamId();
    Optional<String> problem = FrameCheck.problem(record.key(), frame);
    if (problem.isPresent()) {
      bury(record, DeadLetterReason.UNPROCESSABLE, problem.get());
      return;
    }
    if (strays.isStray(record, streamId, position())) {
      move(record, frame);
      return;
    }
    ArrivedFrame arrived =
        FrameInspector.inspect(
            frame,
            position(),
            config.maxPixels(),
            message -> {
              metrics.unreadableFrame();
              bury(record, DeadLetterReason.UNDECODABLE_IMAGE, message, frame);
            });
    long now = context.currentSystemTimeMs();
    Optional<ArrivedFrame> before = backlog.get(streamId, frame.getSequence());
    backlog.add(streamId, arrived, now);
    Leftover leftover = Leftover.NONE;
    long highest = -1;
    for (String key : editsOfStream.getOrDefault(streamId, Set.of())) {
      WindowAssembler assembler = resume(states.get(key));
      List<WindowAction> actions = assembler.accept(arrived, now);
      leftover = leftover.or(act(record, key, actions));
      save(key, assembler);
      highest = Math.max(highest, assembler.highestSequence());
    }
    leftover
        .letter(frame, before, arrived, highest)
        .ifPresent(
            letter -> {
              if (letter.reason() == DeadLetterReason.REPEATED_SEQUENCE) {
                metrics.repeatedSequence();
              }
              bury(record, letter.reason(), letter.message(), frame);
            });
  }

  private void move(Record<String, SpecificRecord> record, Frame frame) {
    if (!strays.fits(frame.getImage().remaining())) {
      bury(
          record,
          DeadLetterReason.TOO_LARGE,
          "it lies in another partition than its stream, and is too large to be copied there; set its producer's partitioner to murmur2_random (librdkafka) or to Kafka's own, with the stream's id as key",
          frame);
      return;
    }
    move(record, frame.getStreamId(), WindowingTopology.MOVED_FRAMES_SINK);
  }

  private void move(Record<String, SpecificRecord> record, String key, String sink) {
    metrics.recordMoved();
    context.forward(strays.copy(record, key, position()), sink);
  }

  private void takeEdit(Record<String, SpecificRecord> record, EditSpec edit) {
    Optional<String> problem = EditSpecs.problem(edit);
    if (problem.isPresent()) {
      bury(record, DeadLetterReason.INVALID_EDIT, problem.get() + "; the edit goes on as before");
      return;
    }
    String key = Keys.of(edit.getStreamId(), edit.getEditId());
    if (record.key() != null && !key.equals(record.key())) {
      bury(
          record,
          DeadLetterReason.INVALID_EDIT,
          "expected the key %s, found %s".formatted(key, record.key()));
      return;
    }
    if (strays.isStray(record, edit.getStreamId(), position())) {
      move(record, key, WindowingTopology.MOVED_EDITS_SINK);
      return;
    }
    WindowingState state = states.get(key);
    if (state == null) {
      begin(record, key, edit);
      return;
    }
    WindowAssembler assembler = resume(state);
    try {
      act(record, key, assembler.revise(edit));
    } catch (IllegalArgumentException e) {
      bury(record, DeadLetterReason.INVALID_EDIT, e.getMessage());
      return;
    }
    save(key, assembler);
  }

  private void begin(Record<String, SpecificRecord> record, String key, EditSpec edit) {
    int edits = editsOfStream.getOrDefault(edit.getStreamId(), Set.of()).size();
    if (edits >= config.maxEditsPerStream()) {
      bury(
          record,
          DeadLetterReason.INVALID_EDIT,
          "stream %s has %d edits already; withdraw one, or raise windowing.max-edits-per-stream"
              .formatted(edit.getStreamId(), edits));
      return;
    }
    WindowAssembler assembler =
        WindowAssembler.begin(edit, WindowAssembler.DEFAULT_MAX_GAP, config.maxSequenceJump());
    long now = context.currentSystemTimeMs();
    for (ArrivedFrame frame : backlog.of(edit.getStreamId())) {
      act(record, key, assembler.accept(frame, now));
    }
    save(key, assembler);
  }

  private void withdraw(Record<String, SpecificRecord> record) {
    if (strays.isStray(record, Keys.streamOf(record.key()), position())) {
      move(record, record.key(), WindowingTopology.MOVED_EDITS_SINK);
      return;
    }
    WindowingState state = states.get(record.key());
    if (state == null) {
      return;
    }
    act(record, record.key(), resume(state).withdraw());
    states.delete(record.key());
    idleAtMs.remove(record.key());
    editsOfStream.getOrDefault(Keys.streamOf(record.key()), new HashSet<>()).remove(record.key());
  }

  private void forgetIdle(long nowMs) {
    resume();
    backlog.forgetIdleSince(nowMs - config.backlogRetention().toMillis());
  }

  private void closeIdle(long nowMs) {
    resume();
    List<String> idle =
        idleAtMs.entrySet().stream()
            .filter(entry -> entry.getValue() <= nowMs)
            .map(Map.Entry::getKey)
            .toList();
    for (String key : idle) {
      WindowAssembler assembler = resume(states.get(key));
      act(new Record<>(key, null, nowMs), key, assembler.tick(nowMs));
      save(key, assembler);
    }
  }

  private void save(String key, WindowAssembler assembler) {
    states.put(key, assembler.state());
    watch(key, assembler);
  }

  private void watch(String key, WindowAssembler assembler) {
    editsOfStream.computeIfAbsent(Keys.streamOf(key), stream -> new HashSet<>()).add(key);
    if (assembler.isPending()) {
      idleAtMs.put(key, assembler.idleAtMs());
    } else {
      idleAtMs.remove(key);
    }
  }

  /** Does what an assembler wants; says what became of the frame that it was given. */
  private Leftover act(
      Record<String, SpecificRecord> cause, String key, List<WindowAction> actions) {
    Leftover leftover = Leftover.NONE;
    for (WindowAction action : actions) {
      if (action instanceof WindowAction.Close close) {
        publish(cause, key, close.window());
      } else if (action instanceof WindowAction.Duplicate) {
        metrics.duplicateFrame();
        leftover = Leftover.DUPLICATE;
      } else if (action instanceof WindowAction.Late) {
        metrics.lateFrame();
        leftover = Leftover.LATE;
      } else if (action instanceof WindowAction.Far far) {
        buryFar(cause, key, far);
      } else if (action instanceof WindowAction.GivenUp gap) {
        metrics.framesGivenUp(gap.toSequence() - gap.fromSequence() + 1);
      }
    }
    return leftover;
  }

  /** It may have come long before the record that shows that it is to be left out. */
  private void buryFar(Record<String, SpecificRecord> cause, String key, WindowAction.Far far) {
    String streamId = Keys.streamOf(key);
    long sequence = far.frame().getRef().getSequence();
    bury(
        cause.withKey(streamId),
        deadLetters.of(
            DeadLetterReason.FAR_SEQUENCE,
            "frame %d of stream %s is far beyond frame %d, which %s expects, and no %d frames in a row are there: number frames on by one, or raise windowing.max-sequence-jump"
                .formatted(sequence, streamId, far.expected(), key, FarFrames.RUN),
            streamId,
            far.frame().getRef()));
  }

  private void publish(Record<String, SpecificRecord> cause, String key, KeyframeWindow window) {
    metrics.windowClosed(window.getCloseReason());
    context.forward(cause.withKey(key).withValue(window), WindowingTopology.WINDOWS_SINK);
  }

  /** About a record. */
  private void bury(
      Record<String, SpecificRecord> record, DeadLetterReason reason, String message) {
    bury(record, letter(record, reason, message));
  }

  /** About a frame of a stream that is known. */
  private void bury(
      Record<String, SpecificRecord> record, DeadLetterReason reason, String message, Frame frame) {
    bury(
        record,
        letter(record, reason, message)
            .setStreamId(frame.getStreamId())
            .setSequence(frame.getSequence()));
  }

  private void bury(Record<String, SpecificRecord> record, DeadLetter.Builder letter) {
    metrics.deadLetter(letter.getReason());
    context.forward(record.withValue(letter.build()), WindowingTopology.DEAD_LETTERS_SINK);
  }

  private DeadLetter.Builder letter(
      Record<String, SpecificRecord> record, DeadLetterReason reason, String message) {
    RecordMetadata at = position();
    return deadLetters
        .of(reason, message, at.topic(), at.partition(), at.offset())
        .setKey(DeadLetters.bytes(record.key()));
  }

  private RecordMetadata position() {
    return context.recordMetadata().orElseThrow();
  }
}
