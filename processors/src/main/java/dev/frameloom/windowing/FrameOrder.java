package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.SequenceRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts frames in order of sequence. A frame that comes early waits for those before it, until more
 * than the edit's grace wait: then what is missing is given up. The one place that decides what a
 * sequence far from the others means: see {@link FarFrames}.
 */
final class FrameOrder {

  /** Told apart from duplicates this far back; older ones count as duplicates. */
  private static final int MAX_GIVEN_UP = 64;

  /** What became of a frame that was offered. */
  enum Verdict {
    ACCEPTED,
    BEFORE_EDIT,
    DUPLICATE,
    LATE,
    /** It waits apart from the others until it is believed or refused. */
    FAR
  }

  /** What comes next in order. */
  sealed interface Step {
    /** A frame, readable or not. */
    record Next(ArrivedFrame frame) implements Step {}

    /** A run of sequences that were given up. */
    record Missing(long from, long to) implements Step {}

    /**
     * A frame that is left out.
     *
     * @param expected the sequence that it is far beyond
     */
    record Refused(ArrivedFrame frame, long expected) implements Step {}
  }

  private final TreeMap<Long, ArrivedFrame> waiting = new TreeMap<>();
  private final Deque<SequenceRange> givenUp = new ArrayDeque<>();
  private final FarFrames far;
  private final Deque<ArrivedFrame> refused = new ArrayDeque<>();

  /** Where a run of far frames begins that was believed; -1 where none was. Passes with a call. */
  private long leap = -1;

  private long from;
  private long start;
  private long next;
  private long highest;

  FrameOrder(
      long from,
      long start,
      long next,
      long highest,
      List<ArrivedFrame> waiting,
      List<SequenceRange> givenUp,
      FarFrames far) {
    this.from = from;
    this.start = start;
    this.next = next;
    this.highest = highest;
    waiting.forEach(frame -> this.waiting.put(frame.getRef().getSequence(), frame));
    this.givenUp.addAll(givenUp);
    this.far = far;
  }

  Verdict offer(ArrivedFrame frame) {
    long sequence = frame.getRef().getSequence();
    if (sequence < from) {
      return Verdict.BEFORE_EDIT;
    }
    if (next >= 0 && sequence < next) {
      return sequence < start || wasGivenUp(sequence) ? Verdict.LATE : Verdict.DUPLICATE;
    }
    if (waiting.containsKey(sequence) || far.contains(sequence)) {
      return Verdict.DUPLICATE;
    }
    if (far.isFar(expected(), sequence)) {
      refused.addAll(far.add(frame));
      return far.isRun() ? leap() : Verdict.FAR;
    }
    refuseFar();
    wait(sequence, frame);
    return Verdict.ACCEPTED;
  }

  /** Leaves out the frames that are far and were not believed. */
  void refuseFar() {
    refused.addAll(far.takeAll());
  }

  private Verdict leap() {
    List<ArrivedFrame> run = far.takeAll();
    leap = run.get(0).getRef().getSequence();
    run.forEach(frame -> wait(frame.getRef().getSequence(), frame));
    return Verdict.ACCEPTED;
  }

  private void wait(long sequence, ArrivedFrame frame) {
    waiting.put(sequence, frame);
    highest = Math.max(highest, sequence);
  }

  /** What a sequence is far from. */
  private long expected() {
    return next >= 0 ? next : from;
  }

  /**
   * The next step, where it is known.
   *
   * @param grace frames that may wait for an earlier one
   * @param flush whether to give up at once whatever is missing
   */
  Optional<Step> advance(int grace, boolean flush) {
    if (!refused.isEmpty()) {
      return Optional.of(new Step.Refused(refused.removeFirst(), expected()));
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    long first = waiting.firstKey();
    boolean impatient = flush || waiting.size() > grace || leap > next;
    if (next < 0) {
      // until the grace is over an earlier frame may still come, unless there can't be one
      if (first != from && !impatient) {
        return Optional.empty();
      }
      start = first;
      next = first;
    }
    if (first == next) {
      next++;
      return Optional.of(new Step.Next(waiting.pollFirstEntry().getValue()));
    }
    if (!impatient) {
      return Optional.empty();
    }
    Step.Missing missing = new Step.Missing(next, first - 1);
    remember(new SequenceRange(missing.from(), missing.to()));
    next = first;
    return Optional.of(missing);
  }

  /** Begins elsewhere; only while {@link #isUntouched}. */
  void beginAt(long sequence) {
    from = sequence;
  }

  boolean isUntouched() {
    return next < 0 && waiting.isEmpty() && far.isEmpty();
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  boolean hasFar() {
    return !far.isEmpty();
  }

  List<ArrivedFrame> far() {
    return far.list();
  }

  long from() {
    return from;
  }

  long start() {
    return start;
  }

  long next() {
    return next;
  }

  long highest() {
    return highest;
  }

  List<ArrivedFrame> waiting() {
    return new ArrayList<>(waiting.values());
  }

  List<SequenceRange> givenUp() {
    return new ArrayList<>(givenUp);
  }

  private void remember(SequenceRange range) {
    givenUp.addLast(range);
    if (givenUp.size() > MAX_GIVEN_UP) {
      givenUp.removeFirst();
    }
  }

  private boolean wasGivenUp(long sequence) {
    return givenUp.stream()
        .anyMatch(range -> sequence >= range.getFrom() && sequence <= range.getTo());
  }
}
