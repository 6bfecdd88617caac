package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.UpcomingEdit;
import dev.frameloom.avro.WindowingState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Groups the frames of one stream into the windows of one edit. Knows neither Kafka nor a clock:
 * the caller brings frames, revisions and the time, and does what the returned actions say. Between
 * two calls all of it is its {@link #state}.
 *
 * <p>Frames are put in order first, so that whatever order they came in, within the edit's grace,
 * the windows are the same. Windows tile the stream: each sequence from the first on is answered
 * for by exactly one window, as a frame that it publishes or as one that it misses.
 */
public final class WindowAssembler {

  /** Gaps up to this length are listed as missing; a longer one is taken for a restarted source. */
  public static final int DEFAULT_MAX_GAP = 1000;

  /**
   * How far a sequence may be beyond the expected one and be believed by itself: as far as what is
   * between is listed as missing.
   */
  public static final long DEFAULT_MAX_JUMP = DEFAULT_MAX_GAP;

  /** At least so long a frame that is far beyond the others waits for more of its kind. */
  private static final long FAR_PATIENCE_MS = 60_000;

  /** Revisions that may be known before they are in force. */
  private static final int MAX_UPCOMING = 64;

  private final FrameOrder order;
  private final OpenWindow window;
  private final Deque<UpcomingEdit> upcoming;
  private final List<WindowAction> actions = new ArrayList<>();
  private long lastArrivalMs;
  private long lastFarMs;

  private WindowAssembler(WindowingState state, int maxGap, long maxJump) {
    order =
        new FrameOrder(
            state.getFromSequence(),
            state.getStartSequence(),
            state.getNextSequence(),
            state.getHighestSequence(),
            state.getWaiting(),
            state.getGivenUp(),
            new FarFrames(maxJump, state.getFar()));
    window = new OpenWindow(state, maxGap, w -> actions.add(new WindowAction.Close(w)));
    upcoming = new ArrayDeque<>(state.getUpcoming());
    lastArrivalMs = state.getLastArrivalMs();
    lastFarMs = state.getLastFarMs();
  }

  /** Begins a valid edit. */
  public static WindowAssembler begin(EditSpec edit) {
    return begin(edit, DEFAULT_MAX_GAP, DEFAULT_MAX_JUMP);
  }

  static WindowAssembler begin(EditSpec edit, int maxGap, long maxJump) {
    return resume(
        WindowingState.newBuilder().setEdit(edit).setFromSequence(edit.getFromSequence()).build(),
        maxGap,
        maxJump);
  }

  /** Goes on from a state. */
  public static WindowAssembler resume(WindowingState state) {
    return resume(state, DEFAULT_MAX_GAP, DEFAULT_MAX_JUMP);
  }

  static WindowAssembler resume(WindowingState state, int maxGap, long maxJump) {
    return new WindowAssembler(state, maxGap, maxJump);
  }

  /** What has to be kept to go on later. */
  public WindowingState state() {
    WindowingState.Builder state =
        WindowingState.newBuilder()
            .setUpcoming(List.copyOf(upcoming))
            .setFromSequence(order.from())
            .setStartSequence(order.start())
            .setNextSequence(order.next())
            .setHighestSequence(order.highest())
            .setLastArrivalMs(lastArrivalMs)
            .setFar(order.far())
            .setLastFarMs(lastFarMs)
            .setWaiting(order.waiting())
            .setGivenUp(order.givenUp());
    window.save(state);
    return state.build();
  }

  /** The revision that applies to frames yet to come. */
  public EditSpec latestRevision() {
    return upcoming.isEmpty() ? window.edit() : upcoming.getLast().getEdit();
  }

  /**
   * Takes a frame.
   *
   * @param nowMs wall-clock time, milliseconds
   */
  public List<WindowAction> accept(ArrivedFrame frame, long nowMs) {
    switch (order.offer(frame)) {
      case BEFORE_EDIT -> {}
      case DUPLICATE -> actions.add(new WindowAction.Duplicate(frame));
      case LATE -> actions.add(new WindowAction.Late(frame));
      case FAR -> {
        lastFarMs = nowMs;
        drain(false);
      }
      case ACCEPTED -> {
        lastArrivalMs = nowMs;
        drain(false);
      }
    }
    return takeActions();
  }

  /**
   * Takes a valid revision. It applies from its {@code fromSequence} on, but never to frames that
   * came before it; one that is not newer than the latest is ignored.
   *
   * @throws IllegalArgumentException where too many revisions wait for their first frame
   */
  public List<WindowAction> revise(EditSpec revision) {
    if (revision.getRevision() <= latestRevision().getRevision()) {
      return List.of();
    }
    long from = Math.max(order.highest() + 1, revision.getFromSequence());
    while (!upcoming.isEmpty() && upcoming.getLast().getFromSequence() >= from) {
      upcoming.removeLast();
    }
    if (upcoming.size() >= MAX_UPCOMING) {
      throw new IllegalArgumentException(
          "%d revisions already wait for the frame that they begin with; this one begins with %d"
              .formatted(MAX_UPCOMING, from));
    }
    if (order.isUntouched() && from <= order.from()) {
      order.beginAt(from);
      window.startRevision(revision);
      return takeActions();
    }
    upcoming.addLast(new UpcomingEdit(revision, from));
    startRevisionsAt(order.next());
    return takeActions();
  }

  /** Closes what has been idle for longer than the edit's {@code maxDelayMs}. */
  public List<WindowAction> tick(long nowMs) {
    if (order.hasFar() && nowMs >= farIdleAtMs()) {
      order.refuseFar();
      drain(false);
    }
    if (isOpen() && nowMs >= openIdleAtMs()) {
      drain(true);
      window.close(CloseReason.IDLE);
    }
    return takeActions();
  }

  /** Ends the edit: all that is at hand is published, and no frame will follow. */
  public List<WindowAction> withdraw() {
    order.refuseFar();
    drain(true);
    window.end();
    return takeActions();
  }

  /** Whether something waits to be closed or refused by {@link #tick}. */
  public boolean isPending() {
    return isOpen() || order.hasFar();
  }

  /** The highest sequence that came; -1 before the first. */
  long highestSequence() {
    return order.highest();
  }

  /** Whether something waits to be closed by {@link #tick}. */
  public boolean isOpen() {
    return order.isWaiting() || window.hasNewFrames();
  }

  /**
   * When {@link #tick} does something next, unless a frame comes before; wall clock, milliseconds.
   */
  public long idleAtMs() {
    return order.hasFar()
        ? Math.min(farIdleAtMs(), isOpen() ? openIdleAtMs() : Long.MAX_VALUE)
        : openIdleAtMs();
  }

  private long openIdleAtMs() {
    return later(lastArrivalMs, window.edit().getMaxDelayMs());
  }

  private long farIdleAtMs() {
    return later(lastFarMs, Math.max(FAR_PATIENCE_MS, window.edit().getMaxDelayMs()));
  }

  private static long later(long timeMs, long delayMs) {
    return delayMs > Long.MAX_VALUE - timeMs ? Long.MAX_VALUE : timeMs + delayMs;
  }

  private void drain(boolean flush) {
    Optional<FrameOrder.Step> step = advance(flush);
    while (step.isPresent()) {
      if (step.get() instanceof FrameOrder.Step.Next next) {
        startRevisionsAt(next.frame().getRef().getSequence());
        window.add(next.frame());
      } else if (step.get() instanceof FrameOrder.Step.Missing missing) {
        actions.add(new WindowAction.GivenUp(missing.from(), missing.to()));
        addMissing(missing.from(), missing.to());
      } else if (step.get() instanceof FrameOrder.Step.Refused refused) {
        actions.add(new WindowAction.Far(refused.frame(), refused.expected()));
      }
      step = advance(flush);
    }
    startRevisionsAt(order.next());
  }

  private Optional<FrameOrder.Step> advance(boolean flush) {
    return order.advance(window.edit().getGraceFrames(), flush);
  }

  /** Splits a gap where a revision begins inside of it. */
  private void addMissing(long from, long to) {
    long begin = from;
    while (!upcoming.isEmpty() && upcoming.getFirst().getFromSequence() <= to) {
      long revisionFrom = Math.max(begin, upcoming.getFirst().getFromSequence());
      if (revisionFrom > begin) {
        window.addMissing(begin, revisionFrom - 1);
      }
      startRevisionsAt(revisionFrom);
      begin = revisionFrom;
    }
    window.addMissing(begin, to);
  }

  private void startRevisionsAt(long sequence) {
    while (!upcoming.isEmpty() && upcoming.getFirst().getFromSequence() <= sequence) {
      window.startRevision(upcoming.removeFirst().getEdit());
    }
  }

  private List<WindowAction> takeActions() {
    List<WindowAction> taken = List.copyOf(actions);
    actions.clear();
    return taken;
  }
}
