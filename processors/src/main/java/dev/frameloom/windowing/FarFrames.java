package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Frames of one stream whose sequence is far beyond the one that is expected. One such frame is
 * most likely a mistake, and to follow it would give up whatever the stream has until there; so it
 * waits, and is believed once {@value #RUN} of them stand together and no frame came that is where
 * frames are expected. Never holds more than that.
 */
final class FarFrames {

  /** Frames that stand together are believed. */
  static final int RUN = 8;

  private final long maxJump;
  private final TreeMap<Long, ArrivedFrame> frames = new TreeMap<>();

  FarFrames(long maxJump, List<ArrivedFrame> frames) {
    this.maxJump = maxJump;
    frames.forEach(this::put);
  }

  /** Whether a frame is far beyond an expected one. */
  boolean isFar(long expected, long sequence) {
    return sequence - expected > maxJump;
  }

  boolean contains(long sequence) {
    return frames.containsKey(sequence);
  }

  /** Keeps a frame; gives back those that don't stand together with it. */
  List<ArrivedFrame> add(ArrivedFrame frame) {
    long sequence = frame.getRef().getSequence();
    boolean apart =
        !frames.isEmpty()
            && (isFar(frames.lastKey(), sequence) || isFar(sequence, frames.firstKey()));
    List<ArrivedFrame> refused = apart ? takeAll() : List.of();
    put(frame);
    return refused;
  }

  boolean isRun() {
    return frames.size() >= RUN;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** All of them, ascending; none stays. */
  List<ArrivedFrame> takeAll() {
    List<ArrivedFrame> all = list();
    frames.clear();
    return all;
  }

  List<ArrivedFrame> list() {
    return new ArrayList<>(frames.values());
  }

  private void put(ArrivedFrame frame) {
    frames.put(frame.getRef().getSequence(), frame);
  }
}
