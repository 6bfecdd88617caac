package dev.frameloom.editing;

import dev.frameloom.avro.PendingWindow;
import dev.frameloom.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands windows to devices, one worker thread each, and results back. Shared by all tasks of a
 * process; thread-safe. Tasks never wait here, workers do: for windows, and for room among the
 * results.
 *
 * <p>A task talks to it through a {@link Session}. When the task goes, its session is closed and
 * whatever is still made for it is dropped: its next owner makes the same again.
 */
public final class GpuScheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GpuScheduler.class);

  /** A window that was edited. */
  public record Finished(PendingWindow pending, WindowResult result) {}

  private final SchedulerLimits limits;
  private final PipelineMetrics metrics;
  private final List<Thread> workers = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition windowsOrStop = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition pauseOver = lock.newCondition();
  private final WindowQueue<Session> queue = new WindowQueue<>();
  private final Map<Session, OldestFrame> oldest = new ConcurrentHashMap<>();
  private boolean stopped;
  private int running;
  private Throwable failure;
  private int heldResults;
  private long heldBytes;

  /**
   * Starts a worker thread for each device.
   *
   * @param devices what edits on each device; called, used and closed by its worker thread
   */
  public GpuScheduler(
      SchedulerLimits limits, PipelineMetrics metrics, List<Supplier<WindowWork>> devices) {
    this.limits = limits;
    this.metrics = metrics;
    for (int i = 0; i < devices.size(); i++) {
      Supplier<WindowWork> device = devices.get(i);
      Thread worker = new Thread(() -> work(device), "frameloom-device-" + i);
      worker.setDaemon(true);
      workers.add(worker);
    }
    running = workers.size();
    workers.forEach(Thread::start);
  }

  /**
   * Fails where no worker is left to edit anything, for instance because no device could be opened.
   *
   * @throws IllegalStateException with the failure of the last worker as its cause
   */
  public void requireAlive() {
    lock.lock();
    try {
      if (running == 0 && !stopped) {
        throw new IllegalStateException(
            "no device is left to edit windows: "
                + (failure == null ? "none was given" : failure.getMessage()),
            failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The windows of one task. Used by the task's thread. */
  public final class Session implements AutoCloseable {

    private final Set<Long> submitted = new HashSet<>();
    private final Deque<Finished> finished = new ArrayDeque<>();
    private int queued;
    private boolean closed;

    private Session() {}

    /**
     * Queues a window, once: the offset tells windows of a task apart.
     *
     * @return false where the queue is full
     */
    public boolean submit(PendingWindow pending) {
      lock.lock();
      try {
        if (submitted.contains(pending.getOffset())) {
          return true;
        }
        if (queued >= limits.maxQueued()) {
          return false;
        }
        submitted.add(pending.getOffset());
        queued++;
        queue.add(pending, this);
        metrics.queueDepth(queue.size());
        windowsOrStop.signal();
        return true;
      } finally {
        lock.unlock();
      }
    }

    /** Whether a window was submitted and its result not polled. */
    public boolean has(long offset) {
      lock.lock();
      try {
        return submitted.contains(offset);
      } finally {
        lock.unlock();
      }
    }

    /** The next result, in the order in which windows were finished. */
    public Optional<Finished> poll() {
      lock.lock();
      try {
        Finished next = finished.poll();
        if (next != null) {
          submitted.remove(next.pending().getOffset());
          release(next);
        }
        return Optional.ofNullable(next);
      } finally {
        lock.unlock();
      }
    }

    /** Says which frame the window that has waited longest begins with. */
    void oldest(Optional<OldestFrame> frame) {
      if (frame.isEmpty() || closed) {
        oldest.remove(this);
      } else {
        oldest.put(this, frame.get());
      }
    }

    /** Drops what is queued, being edited, or finished. */
    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        oldest.remove(this);
        queue.removeIf(session -> session == this);
        metrics.queueDepth(queue.size());
        finished.forEach(GpuScheduler.this::release);
        finished.clear();
        submitted.clear();
        room.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** What each task's oldest window begins with, of those that wait; a few seconds old. */
  public List<OldestFrame> oldest() {
    return List.copyOf(oldest.values());
  }

  /** Opens a session for a task. */
  public Session open() {
    return new Session();
  }

  /**
   * Stops the workers. One that is in the middle of a window is given a moment and then left
   * behind; its result is dropped.
   */
  @Override
  public void close() {
    close(Duration.ofSeconds(3));
  }

  /** As {@link #close()}, with a moment of a certain length for each worker. */
  public void close(Duration patience) {
    lock.lock();
    try {
      stopped = true;
      windowsOrStop.signalAll();
      room.signalAll();
      pauseOver.signalAll();
    } finally {
      lock.unlock();
    }
    workers.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread worker : workers) {
      try {
        worker.join(patience.toMillis());
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (worker.isAlive()) {
        LOG.info("{} is in the middle of a window and is left behind", worker.getName());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(Supplier<WindowWork> device) {
    try (WindowWork work = device.get()) {
      while (true) {
        edit(work, next());
      }
    } catch (InterruptedException e) {
      LOG.debug("{} stops", Thread.currentThread().getName());
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed and stops", Thread.currentThread().getName(), e);
      remember(e);
    }
  }

  private void remember(Throwable cause) {
    lock.lock();
    try {
      running--;
      failure = cause;
    } finally {
      lock.unlock();
    }
  }

  private WindowQueue.Entry<Session> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (stopped) {
          throw new InterruptedException("stopped");
        }
        Optional<WindowQueue.Entry<Session>> entry = hasRoom() ? queue.take() : Optional.empty();
        if (entry.isPresent()) {
          entry.get().attachment().queued--;
          metrics.queueDepth(queue.size());
          return entry.get();
        }
        if (hasRoom()) {
          windowsOrStop.await();
        } else {
          room.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom() {
    return heldResults < limits.maxResults() && heldBytes < limits.maxResultBytes();
  }

  /** Edits a window; where that isn't possible now, others have their turn before it is retried. */
  private void edit(WindowWork work, WindowQueue.Entry<Session> entry) throws InterruptedException {
    try {
      offer(entry, work.edit(entry.pending()));
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "window {} of {} could not be edited now, it will be tried again",
          entry.pending().getWindow().getWindowIndex(),
          entry.pending().getKey(),
          e);
      pause();
      requeue(entry);
    }
  }

  private void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = limits.retryPause().toNanos();
      while (left > 0 && !stopped) {
        left = pauseOver.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void requeue(WindowQueue.Entry<Session> entry) {
    lock.lock();
    try {
      if (!entry.attachment().closed) {
        entry.attachment().queued++;
        queue.add(entry.pending(), entry.attachment());
        windowsOrStop.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void offer(WindowQueue.Entry<Session> entry, WindowResult result) {
    lock.lock();
    try {
      Session session = entry.attachment();
      if (session.closed) {
        return;
      }
      session.finished.add(new Finished(entry.pending(), result));
      heldResults++;
      heldBytes += result.bytes();
      metrics.resultsHeld(heldResults, heldBytes);
    } finally {
      lock.unlock();
    }
  }

  private void release(Finished finished) {
    heldResults--;
    heldBytes -= finished.result().bytes();
    metrics.resultsHeld(heldResults, heldBytes);
    room.signalAll();
  }
}
