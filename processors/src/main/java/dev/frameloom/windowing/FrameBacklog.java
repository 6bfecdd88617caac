package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The latest frames of each stream, for edits that are seen after them: so many as came last,
 * whatever sequences they have, so that one with a sequence far away is soon forgotten as well.
 */
final class FrameBacklog {

  private final KeyValueStore<String, ArrivedFrame> store;
  private final int limit;
  private final Map<String, Remembered> streams = new HashMap<>();

  /** Which frames of a stream are in the store. */
  private static final class Remembered {
    private final Deque<Long> arrived = new ArrayDeque<>();
    private final TreeSet<Long> sequences = new TreeSet<>();
    private long lastArrivalMs;
  }

  FrameBacklog(KeyValueStore<String, ArrivedFrame> store, int limit, long nowMs) {
    this.store = store;
    this.limit = limit;
    try (KeyValueIterator<String, ArrivedFrame> all = store.all()) {
      all.forEachRemaining(
          entry -> {
            Remembered stream = stream(streamOf(entry.key));
            long sequence = entry.value.getRef().getSequence();
            stream.arrived.addLast(sequence);
            stream.sequences.add(sequence);
            stream.lastArrivalMs = nowMs;
          });
    }
  }

  void add(String streamId, ArrivedFrame frame, long nowMs) {
    long sequence = frame.getRef().getSequence();
    Remembered stream = stream(streamId);
    stream.lastArrivalMs = nowMs;
    if (isTooLate(stream, sequence)) {
      return;
    }
    store.put(key(streamId, sequence), frame);
    if (stream.sequences.add(sequence)) {
      stream.arrived.addLast(sequence);
    }
    while (stream.arrived.size() > limit) {
      long oldest = stream.arrived.removeFirst();
      stream.sequences.remove(oldest);
      store.put(key(streamId, oldest), null);
    }
  }

  /** Older than what is remembered, but no source that was restarted. */
  private boolean isTooLate(Remembered stream, long sequence) {
    return stream.arrived.size() >= limit
        && sequence < stream.sequences.first()
        && sequence > stream.sequences.first() - limit;
  }

  /** The frame that had a sequence last, where it is remembered. */
  Optional<ArrivedFrame> get(String streamId, long sequence) {
    return Optional.ofNullable(store.get(key(streamId, sequence)));
  }

  /** Frames of a stream, in order. */
  List<ArrivedFrame> of(String streamId) {
    List<ArrivedFrame> frames = new ArrayList<>();
    try (KeyValueIterator<String, ArrivedFrame> range =
        store.range(key(streamId, 0), key(streamId, Long.MAX_VALUE))) {
      range.forEachRemaining(entry -> frames.add(entry.value));
    }
    return frames;
  }

  /** Forgets streams that no frame came of since then. */
  void forgetIdleSince(long timeMs) {
    streams
        .entrySet()
        .removeIf(
            entry -> {
              boolean idle = entry.getValue().lastArrivalMs <= timeMs;
              if (idle) {
                entry
                    .getValue()
                    .sequences
                    .forEach(sequence -> store.put(key(entry.getKey(), sequence), null));
              }
              return idle;
            });
  }

  private Remembered stream(String streamId) {
    return streams.computeIfAbsent(streamId, id -> new Remembered());
  }

  private static String key(String streamId, long sequence) {
    return "%s/%019d".formatted(streamId, sequence);
  }

  private static String streamOf(String key) {
    return key.substring(0, key.lastIndexOf('/'));
  }
}
