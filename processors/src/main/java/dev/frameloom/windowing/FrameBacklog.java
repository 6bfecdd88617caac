package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The latest frames of each stream, for edits that are seen after them. */
final class FrameBacklog {

  /** Trimming reads the store, so it is done once in so many frames. */
  private static final int TRIM_EVERY = 16;

  private final KeyValueStore<String, ArrivedFrame> store;
  private final int limit;
  private final Map<String, Long> lastArrivalMs = new HashMap<>();

  private final Map<String, Trim> trims = new HashMap<>();

  /**
   * How far a stream was trimmed. Trimming goes on from there: a range that began at 0 would step
   * over every deleted entry of the stream's life.
   */
  private static final class Trim {
    long to = -1;
    int added;
  }

  FrameBacklog(KeyValueStore<String, ArrivedFrame> store, int limit, long nowMs) {
    this.store = store;
    this.limit = limit;
    try (KeyValueIterator<String, ArrivedFrame> all = store.all()) {
      all.forEachRemaining(entry -> lastArrivalMs.put(streamOf(entry.key), nowMs));
    }
  }

  void add(String streamId, ArrivedFrame frame, long nowMs) {
    long sequence = frame.getRef().getSequence();
    Trim trim = trims.computeIfAbsent(streamId, id -> new Trim());
    lastArrivalMs.put(streamId, nowMs);
    if (sequence <= trim.to && sequence > trim.to - limit) {
      return; // older than what is remembered
    }
    if (sequence <= trim.to) {
      trim.to = -1; // a source that was restarted counts anew
    }
    store.put(key(streamId, sequence), frame);
    trim.added++;
    if (trim.added >= TRIM_EVERY && sequence - limit > trim.to) {
      delete(streamId, trim.to + 1, sequence - limit);
      trim.to = sequence - limit;
      trim.added = 0;
    }
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
    List<String> idle =
        lastArrivalMs.entrySet().stream()
            .filter(entry -> entry.getValue() <= timeMs)
            .map(Map.Entry::getKey)
            .toList();
    for (String streamId : idle) {
      delete(streamId, 0, Long.MAX_VALUE);
      lastArrivalMs.remove(streamId);
      trims.remove(streamId);
    }
  }

  private void delete(String streamId, long from, long to) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, ArrivedFrame> range =
        store.range(key(streamId, from), key(streamId, to))) {
      while (range.hasNext()) {
        KeyValue<String, ArrivedFrame> entry = range.next();
        keys.add(entry.key);
      }
    }
    keys.forEach(store::delete);
  }

  private static String key(String streamId, long sequence) {
    return "%s/%019d".formatted(streamId, sequence);
  }

  private static String streamOf(String key) {
    return key.substring(0, key.lastIndexOf('/'));
  }
}
