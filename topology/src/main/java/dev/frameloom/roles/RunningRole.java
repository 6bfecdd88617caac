package dev.frameloom.roles;

import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A role at work. */
public final class RunningRole implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunningRole.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /** Between two threads of which the first failed while brokers and registry answer. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** A thread that worked for so long failed for a reason of its own. */
  private static final Duration WORKED = Duration.ofMinutes(1);

  private final Role role;
  private final KafkaStreams streams;
  private final OutageWatch watch;
  private final AutoCloseable resources;
  private final CountDownLatch running = new CountDownLatch(1);
  private volatile Throwable failure;
  private volatile boolean closing;
  private Duration pause = Duration.ZERO;
  private long failingSince;
  private long failedLast;

  private RunningRole(Role role, KafkaStreams streams, OutageWatch watch, AutoCloseable resources) {
    this.role = role;
    this.streams = streams;
    this.watch = watch;
    this.resources = resources;
  }

  /**
   * Starts a role; it is at work when {@link #awaitRunning} says so.
   *
   * @param watch what it waits for where its thread fails
   * @param resources closed after the role has stopped
   */
  static RunningRole start(
      Role role,
      Topology topology,
      Properties properties,
      OutageWatch watch,
      AutoCloseable resources) {
    RunningRole started =
        new RunningRole(role, new KafkaStreams(topology, properties), watch, resources);
    started.streams.setStateListener(
        (now, before) -> {
          log.info("{} is {}", role.word(), now);
          if (now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.ERROR) {
            started.running.countDown();
          }
        });
    started.streams.setUncaughtExceptionHandler(started::afterFailure);
    started.streams.start();
    return started;
  }

  /**
   * Called on the thread that failed; another takes its place when this returns. Whatever
   * transaction was open is never committed, and what it read is read again.
   */
  private StreamThreadExceptionResponse afterFailure(Throwable exception) {
    log.debug("{} failed", role.word(), exception);
    if (Outages.isPassing(exception) && waitOut(exception)) {
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    failure = exception;
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private synchronized boolean waitOut(Throwable exception) {
    long now = System.nanoTime();
    if (pause.isZero() || now - failedLast > WORKED.toNanos()) {
      pause = FIRST_PAUSE;
      failingSince = now;
    } else {
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    log.warn(
        "{} lost its thread ({}); another goes on once Kafka and the registry answer",
        role.word(),
        Outages.describe(exception));
    try {
      return watch.awaitAnswers(pause, failingSince) && !closing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      failedLast = System.nanoTime();
    }
  }

  /** Which role it is. */
  public Role role() {
    return role;
  }

  /** Waits until the role has its partitions; false where it does not within the time. */
  public boolean awaitRunning(Duration timeout) throws InterruptedException {
    return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && failure == null;
  }

  /** Why the role stopped by itself. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Leaves the group, so that another instance takes over at once, and frees what it held. */
  @Override
  public void close() {
    closing = true;
    streams.close(
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    try {
      resources.close();
    } catch (Exception e) {
      log.warn("{} did not free all that it held: {}", role.word(), e.toString());
    }
  }
}
