package dev.frameloom.reassembly;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FarFrame;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.KnownGap;
import dev.frameloom.avro.ReassemblyState;
import dev.frameloom.avro.SequenceRange;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.metrics.PipelineMetrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts the edited frames of one edit of one stream in order: each sequence once, without holes,
 * from the first sequence of the first window on. Knows neither Kafka nor a clock. Frames and
 * outcomes may come in any order and any number of times; as long as no deadline passes and the
 * buffer is not full, what is emitted depends on neither.
 *
 * <p>A sequence for which an outcome says that no frame will come is filled as soon as it is next,
 * by the policy of its edit. One of which nothing is known is filled once later frames have waited
 * for it for the edit's gap deadline. HOLD before the first frame takes the picture of the first
 * frame that there is. A frame that comes for a filled gap is late: counted and dropped.
 *
 * <p>What is known of sequences far beyond the next one is followed there after the deadline where
 * {@value #RUN} of them stand together; fewer are a mistake, and refused.
 */
final class Reassembler {

  /** Told apart from duplicates this far back; older ones count as duplicates. */
  private static final int MAX_FILLED = 64;

  /**
   * Sequences that stand together are believed, however far they are: as many as windowing asks.
   */
  private static final int RUN = 8;

  /** Offsets of far frames that are remembered, to say where they were if they are refused. */
  private static final int MAX_FAR = 64;

  /**
   * An edited frame that is left out.
   *
   * @param offset where it was; -1 where that is not known any more
   * @param next the sequence that it is far beyond
   */
  record Refused(EditedFrame frame, long offset, long next) {}

  private final ReassemblyLimits limits;
  private final FrameBuffer buffer;
  private final Consumer<EditedFrame> emit;
  private final PipelineMetrics metrics;
  private final TreeMap<Long, KnownGap> gaps = new TreeMap<>();
  private final Deque<SequenceRange> filled = new ArrayDeque<>();
  private final TreeMap<Long, Long> farOffsets = new TreeMap<>();
  private final List<Refused> refused = new ArrayList<>();
  private long next;
  private long end;
  private boolean ended;
  private GapPolicy policy;
  private long gapDeadlineMs;
  private int revision;
  private long blockedSinceMs;
  private int waitingFrames;
  private long waitingBytes;
  private long intervalUs;
  private long editedSequence;
  private long editedTimeUs;

  /**
   * Goes on from a state.
   *
   * @param buffer the frames that belong to it
   * @param emit takes frames in order
   */
  Reassembler(
      ReassemblyState state,
      ReassemblyLimits limits,
      FrameBuffer buffer,
      Consumer<EditedFrame> emit,
      PipelineMetrics metrics) {
    this.limits = limits;
    this.buffer = buffer;
    this.emit = emit;
    this.metrics = metrics;
    state.getGaps().forEach(gap -> gaps.put(gap.getSequence(), gap));
    filled.addAll(state.getFilled());
    state.getFar().forEach(frame -> farOffsets.put(frame.getSequence(), frame.getOffset()));
    next = state.getNextSequence();
    end = state.getEndSequence();
    ended = state.getEnded();
    policy = state.getPolicy();
    gapDeadlineMs = state.getGapDeadlineMs();
    revision = state.getRevision();
    blockedSinceMs = state.getBlockedSinceMs();
    waitingFrames = state.getWaitingFrames();
    waitingBytes = state.getWaitingBytes();
    intervalUs = state.getIntervalUs();
    editedSequence = state.getEditedSequence();
    editedTimeUs = state.getEditedTimeUs();
  }

  ReassemblyState state() {
    return ReassemblyState.newBuilder()
        .setNextSequence(next)
        .setEndSequence(end)
        .setEnded(ended)
        .setGaps(List.copyOf(gaps.values()))
        .setPolicy(policy)
        .setGapDeadlineMs(gapDeadlineMs)
        .setRevision(revision)
        .setBlockedSinceMs(blockedSinceMs)
        .setWaitingFrames(waitingFrames)
        .setWaitingBytes(waitingBytes)
        .setIntervalUs(intervalUs)
        .setEditedSequence(editedSequence)
        .setEditedTimeUs(editedTimeUs)
        .setFilled(List.copyOf(filled))
        .setFar(
            farOffsets.entrySet().stream()
                .map(far -> new FarFrame(far.getKey(), far.getValue()))
                .toList())
        .build();
  }

  /**
   * When {@link #tick} gives up what is missing; wall clock, milliseconds. Empty if nothing waits.
   */
  OptionalLong deadlineMs() {
    return blockedSinceMs < 0
        ? OptionalLong.empty()
        : OptionalLong.of(later(blockedSinceMs, gapDeadlineMs));
  }

  /** The frames that were refused since this was last asked. */
  List<Refused> takeRefused() {
    List<Refused> taken = List.copyOf(refused);
    refused.clear();
    return taken;
  }

  /**
   * Takes an edited frame.
   *
   * @param offset where its record is
   * @return false where the buffer is full and its policy drops the frame
   */
  boolean accept(EditedFrame frame, long offset, long nowMs) {
    long sequence = frame.getSequence();
    if (next >= 0 && sequence < next) {
      if (wasFilled(sequence)) {
        metrics.lateEditedFrame();
      } else {
        metrics.duplicateEditedFrame();
      }
      return true;
    }
    if (waitingFrames > 0 && buffer.get(sequence).isPresent()) {
      metrics.duplicateEditedFrame();
      return true;
    }
    if (sequence == next) {
      emitEdited(frame);
      drain(nowMs, true);
      return true;
    }
    if (limits.fullBuffer() == FullBufferPolicy.DROP_NEWEST && isFullWith(frame)) {
      return false;
    }
    buffer.put(frame);
    if (isFar(Math.max(next, 0), sequence) && farOffsets.size() < MAX_FAR) {
      farOffsets.put(sequence, offset);
    }
    waitingChanged(1, frame.getImage().remaining());
    drain(nowMs, false);
    shrink(nowMs);
    return true;
  }

  /** Takes a window's outcome. */
  void accept(WindowOutcome outcome, long nowMs) {
    if (outcome.getEdit().getRevision() >= revision) {
      revision = outcome.getEdit().getRevision();
      policy = outcome.getEdit().getGapPolicy();
      gapDeadlineMs = outcome.getEdit().getGapDeadlineMs();
    }
    boolean starts = next < 0 && outcome.getWindowIndex() == 0;
    if (starts) {
      next = outcome.getFirstSequence();
    }
    List<Long> times = outcome.getGapCaptureTimesUs();
    for (int i = 0; i < outcome.getGaps().size(); i++) {
      long sequence = outcome.getGaps().get(i);
      if (sequence >= next) {
        long time = i < times.size() ? times.get(i) : -1;
        gaps.putIfAbsent(
            sequence,
            new KnownGap(
                sequence,
                time,
                outcome.getEdit().getRevision(),
                outcome.getWindowIndex(),
                outcome.getEdit().getGapPolicy()));
      }
    }
    if (outcome.getEndOfStream() && outcome.getLastSequence() >= next) {
      end = outcome.getLastSequence();
    }
    drain(nowMs, starts);
    shrink(nowMs);
  }

  private static long later(long timeMs, long delayMs) {
    return delayMs > Long.MAX_VALUE - timeMs ? Long.MAX_VALUE : timeMs + delayMs;
  }

  /** Gives up what later frames have waited for too long. */
  void tick(long nowMs) {
    if (blockedSinceMs >= 0 && nowMs - blockedSinceMs >= gapDeadlineMs) {
      while (refuseWhatIsFar()) {
        // one after the other: what is behind it may be far, too
      }
      if (!giveUp(nowMs)) {
        drain(nowMs, true);
      }
    }
  }

  private boolean isFar(long from, long sequence) {
    return sequence - from > limits.maxFill();
  }

  /**
   * Refuses the next thing that is known, where it is far away and few others stand with it.
   *
   * @return false where it is not
   */
  private boolean refuseWhatIsFar() {
    // before the first is known a stream is taken to begin near 0
    long missing = next < 0 ? 0 : behindGaps();
    long known = firstKnownBehind(missing - 1);
    if (known < 0 || !isFar(missing, known) || isRun(known)) {
      return false;
    }
    gaps.remove(known);
    Optional<EditedFrame> frame = waitingFrames == 0 ? Optional.empty() : buffer.get(known);
    if (frame.isPresent()) {
      takeFromBuffer(frame.get());
      Long offset = farOffsets.get(known);
      refused.add(new Refused(frame.get(), offset == null ? -1 : offset, missing));
    }
    farOffsets.remove(known);
    return true;
  }

  private boolean isRun(long first) {
    long last = first + limits.maxFill();
    Set<Long> together = new HashSet<>(buffer.sequences(first, last, RUN));
    together.addAll(gaps.subMap(first, true, last, true).keySet());
    return together.size() >= RUN;
  }

  /** Emits all that is next. */
  private void drain(long nowMs, boolean advanced) {
    long before = advanced ? -1 : next;
    while (next >= 0 && (emitWaiting() || fillGap())) {
      // each round emits or skips what is next
    }
    if (waitingFrames == 0 && gaps.isEmpty()) {
      blockedSinceMs = -1;
    } else if (blockedSinceMs < 0 || next != before) {
      blockedSinceMs = nowMs;
    }
  }

  private boolean emitWaiting() {
    if (waitingFrames == 0) {
      return false;
    }
    Optional<EditedFrame> frame = buffer.get(next);
    if (frame.isEmpty()) {
      return false;
    }
    takeFromBuffer(frame.get());
    farOffsets.headMap(next, true).clear();
    emitEdited(frame.get());
    return true;
  }

  private void takeFromBuffer(EditedFrame frame) {
    buffer.remove(frame.getSequence());
    waitingChanged(-1, -frame.getImage().remaining());
  }

  private void emitEdited(EditedFrame frame) {
    if (editedSequence >= 0) {
      intervalUs =
          (frame.getCaptureTimeUs() - editedTimeUs) / (frame.getSequence() - editedSequence);
    }
    editedSequence = frame.getSequence();
    editedTimeUs = frame.getCaptureTimeUs();
    gaps.remove(frame.getSequence());
    emit(EditedFrames.marked(frame, frame.getEndOfStream() || frame.getSequence() == end));
    next = frame.getSequence() + 1;
  }

  private boolean fillGap() {
    KnownGap gap = gaps.get(next);
    if (gap == null) {
      return false;
    }
    boolean isEnd = next == end;
    // the end has to be marked somewhere: where all is skipped, the last frame is held for it
    boolean holds = gap.getPolicy() != GapPolicy.SKIP || (isEnd && !ended);
    if (holds) {
      Optional<EditedFrame> source = buffer.last().or(this::firstThatWillCome);
      if (source.isEmpty() && !isNothingLeft()) {
        return false;
      }
      source.ifPresent(frame -> emit(EditedFrames.held(frame, gap, intervalUs, isEnd)));
    }
    metrics.gapFilled();
    leaveOutGap();
    return true;
  }

  /** The frame behind the run of gaps that begins here, if it is here. */
  private Optional<EditedFrame> firstThatWillCome() {
    return buffer.get(behindGaps());
  }

  private boolean isNothingLeft() {
    return end >= 0 && behindGaps() > end;
  }

  private long behindGaps() {
    long sequence = next;
    while (gaps.containsKey(sequence)) {
      sequence++;
    }
    return sequence;
  }

  private void emit(EditedFrame frame) {
    ended = frame.getEndOfStream();
    buffer.setLast(frame);
    metrics.frameRestyled();
    emit.accept(frame);
  }

  private void waitingChanged(int frames, long bytes) {
    waitingFrames += frames;
    waitingBytes += bytes;
    metrics.waitingChanged(frames, bytes);
  }

  private void shrink(long nowMs) {
    while (waitingFrames > limits.maxWaitingFrames()
        || waitingBytes > limits.maxWaitingBytes()
        || gaps.size() > maxGaps()) {
      if (!refuseWhatIsFar() && !giveUp(nowMs)) {
        break;
      }
    }
    // nothing of the stream could be edited: there is no picture to hold, and none waits
    while (gaps.size() > maxGaps() && gaps.containsKey(next)) {
      leaveOutGap();
    }
  }

  private long maxGaps() {
    return limits.maxFill() + (long) limits.maxWaitingFrames();
  }

  private void leaveOutGap() {
    gaps.remove(next);
    remember(next);
    next++;
  }

  private boolean isFullWith(EditedFrame frame) {
    return waitingFrames + 1 > limits.maxWaitingFrames()
        || waitingBytes + frame.getImage().remaining() > limits.maxWaitingBytes();
  }

  /**
   * Treats as a gap what is missing before the next thing that is known.
   *
   * @return false where nothing is missing
   */
  private boolean giveUp(long nowMs) {
    long missing = next < 0 ? -1 : behindGaps();
    long known = firstKnownBehind(missing);
    if (known < 0) {
      return false;
    }
    if (next < 0) {
      next = known;
    } else if (known - missing > limits.maxFill()) {
      gaps.headMap(known).clear();
      next = known;
    } else {
      for (long sequence = missing; sequence < known; sequence++) {
        gaps.put(sequence, new KnownGap(sequence, -1L, revision, -1L, policy));
      }
    }
    drain(nowMs, true);
    return true;
  }

  /** The first sequence behind one that waits or is known to be a gap; -1 where there is none. */
  private long firstKnownBehind(long sequence) {
    Long gap = gaps.higherKey(sequence);
    OptionalLong frame = buffer.first();
    if (frame.isEmpty() || frame.getAsLong() <= sequence) {
      return gap == null ? -1 : gap;
    }
    return gap == null ? frame.getAsLong() : Math.min(gap, frame.getAsLong());
  }

  private void remember(long sequence) {
    SequenceRange newest = filled.peekLast();
    if (newest != null && newest.getTo() == sequence - 1) {
      filled.removeLast();
      filled.addLast(new SequenceRange(newest.getFrom(), sequence));
      return;
    }
    filled.addLast(new SequenceRange(sequence, sequence));
    if (filled.size() > MAX_FILLED) {
      filled.removeFirst();
    }
  }

  private boolean wasFilled(long sequence) {
    return filled.stream()
        .anyMatch(range -> sequence >= range.getFrom() && sequence <= range.getTo());
  }
}
