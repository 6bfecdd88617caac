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

  private final Role role;
  private final KafkaStreams streams;
  private final AutoCloseable resources;
  private final CountDownLatch running = new CountDownLatch(1);
  private volatile Throwable failure;

  private RunningRole(Role role, KafkaStreams streams, AutoCloseable resources) {
    this.role = role;
    this.streams = streams;
    this.resources = resources;
  }

  /**
   * Starts a role; it is at work when {@link #awaitRunning} says so.
   *
   * @param resources closed after the role has stopped
   */
  static RunningRole start(
      Role role, Topology topology, Properties properties, AutoCloseable resources) {
    RunningRole started = new RunningRole(role, new KafkaStreams(topology, properties), resources);
    started.streams.setStateListener(
        (now, before) -> {
          log.info("{} is {}", role.word(), now);
          if (now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.ERROR) {
            started.running.countDown();
          }
        });
    started.streams.setUncaughtExceptionHandler(
        exception -> {
          log.debug("{} failed", role.word(), exception);
          started.failure = exception;
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    started.streams.start();
    return started;
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
