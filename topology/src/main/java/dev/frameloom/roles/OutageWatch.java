package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.cluster.ClusterService;
import dev.frameloom.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether brokers and registry answer, on a thread of its own: clients only
 * try again, and tell nobody. Says once when one of them stops answering and once when it answers
 * again, and lets roles wait for that. Thread-safe.
 */
final class OutageWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutageWatch.class);

  /** Looks that fail in a row before it is said: one may have met a busy moment. */
  private static final int FAILED_LOOKS = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** A service that answered until it did not. */
  private static final class Watched {
    final ClusterService service;
    int failedLooks;
    long failedSince;
    boolean told;

    Watched(ClusterService service) {
      this.service = service;
    }
  }

  private final List<Watched> services;
  private final Duration interval;
  private final Optional<Duration> longest;
  private final PipelineMetrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Long> awaySince = new HashMap<>();
  private final Thread thread;
  private long looks;
  private boolean answering = true;
  private boolean closed;

  /**
   * Begins to look.
   *
   * @param services are closed with it
   * @param longest outage that roles wait for; empty for any
   */
  OutageWatch(
      List<ClusterService> services,
      Duration interval,
      Optional<Duration> longest,
      PipelineMetrics metrics) {
    this.services = services.stream().map(Watched::new).toList();
    this.interval = interval;
    this.longest = longest;
    this.metrics = metrics;
    thread = new Thread(this::run, "frameloom-outage-watch");
    thread.setDaemon(true);
    thread.start();
  }

  static OutageWatch start(
      ClusterConnection connection, Optional<Duration> longest, PipelineMetrics metrics) {
    return new OutageWatch(
        List.of(
            ClusterService.brokers(connection, PATIENCE),
            ClusterService.registry(connection, PATIENCE)),
        INTERVAL,
        longest,
        metrics);
  }

  /** Whether one of them was away at the last look. */
  boolean isAway() {
    lock.lock();
    try {
      return !answering;
    } finally {
      lock.unlock();
    }
  }

  /** What has been away for longer than roles wait, and for how long. */
  Optional<String> tooLong() {
    lock.lock();
    try {
      return awaySince.entrySet().stream()
          .filter(entry -> isTooLong(entry.getValue()))
          .map(
              entry ->
                  "%s did not answer for %d s (streams.max-outage-ms raises that)"
                      .formatted(entry.getKey(), seconds(entry.getValue())))
          .findFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Whether what began at a time of {@link System#nanoTime} goes on for longer than roles wait. */
  boolean isTooLong(long sinceNanos) {
    return longest.isPresent() && System.nanoTime() - sinceNanos >= longest.get().toNanos();
  }

  /**
   * Waits for a pause, and then until all of them answer.
   *
   * @param sinceNanos when what is waited for began
   * @return false where that took too long, or nobody waits any more
   */
  boolean awaitAnswers(Duration pause, long sinceNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long pausedUntil = System.nanoTime() + pause.toNanos();
      long from = looks + 2; // one may have begun before now
      while (!closed) {
        if (isTooLong(sinceNanos)) {
          return false;
        }
        if (looks >= from && answering && System.nanoTime() - pausedUntil >= 0) {
          return true;
        }
        changed.await(100, TimeUnit.MILLISECONDS);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        boolean all = true;
        for (Watched each : services) {
          all &= look(each);
        }
        if (!rest(all)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the watch over brokers and registry ends");
    } finally {
      services.forEach(each -> each.service.close());
    }
  }

  /** Waits for the next look; false once closed. */
  private boolean rest(boolean all) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      answering = all;
      looks++;
      changed.signalAll();
      long left = interval.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean look(Watched each) throws InterruptedException {
    long begun = System.nanoTime();
    Optional<String> problem = each.service.problem();
    if (problem.isEmpty()) {
      answers(each);
      return true;
    }
    if (each.failedLooks++ == 0) {
      each.failedSince = begun;
    }
    if (!each.told && each.failedLooks >= FAILED_LOOKS) {
      begin(each, problem.get());
    }
    return false;
  }

  private void begin(Watched each, String problem) {
    String name = each.service.name();
    each.told = true;
    LOG.warn(
        "{} does not answer: {}; the roles wait and go on by themselves ({})",
        name,
        problem,
        longest.map(it -> "for " + it.toMillis() + " ms").orElse("for as long as it takes"));
    metrics.outageBegan(name);
    lock.lock();
    try {
      awaySince.put(name, each.failedSince);
    } finally {
      lock.unlock();
    }
  }

  private void answers(Watched each) {
    each.failedLooks = 0;
    if (!each.told) {
      return;
    }
    each.told = false;
    String name = each.service.name();
    LOG.warn("{} answers again, after {} s; the roles go on", name, seconds(each.failedSince));
    metrics.outageEnded(name, System.nanoTime() - each.failedSince);
    lock.lock();
    try {
      awaySince.remove(name);
    } finally {
      lock.unlock();
    }
  }

  private static long seconds(long sinceNanos) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }
}
