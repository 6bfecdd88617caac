package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.WindowEditor;
import dev.frameloom.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The roles that this process runs. */
public final class RoleSet implements AutoCloseable {

  private static final long LOOK_MILLIS = 200;

  private final List<RunningRole> roles;
  private final OutageWatch watch;

  private RoleSet(List<RunningRole> roles, OutageWatch watch) {
    this.roles = roles;
    this.watch = watch;
  }

  /**
   * Starts roles; they are at work after {@link #awaitRunning}. Where brokers or the registry go
   * away later, roles wait for them for as long as the configuration says.
   *
   * @throws RoleFailedException where roles of another application id work on the topics, or did
   */
  public static RoleSet start(
      Set<Role> chosen, Config config, ClusterConnection connection, PipelineMetrics metrics)
      throws InterruptedException {
    return start(chosen, config, connection, metrics, Optional.empty());
  }

  /**
   * Starts roles of which the editing one works, on its first device, with an editor that is ready.
   *
   * @param editor belongs to the roles from now on while they run; closed by them, and harmless to
   *     close again
   */
  public static RoleSet start(
      Set<Role> chosen,
      Config config,
      ClusterConnection connection,
      PipelineMetrics metrics,
      Optional<WindowEditor> editor)
      throws InterruptedException {
    try (OtherRoles others = OtherRoles.on(connection, config)) {
      for (Role role : chosen) {
        others.requireNone(role);
      }
    }
    List<RunningRole> started = new ArrayList<>();
    OutageWatch watch = OutageWatch.start(connection, longestOutage(config), metrics);
    RoleSet set = new RoleSet(started, watch);
    try {
      for (Role role : chosen) {
        started.add(new RoleStart(config, connection, metrics, editor, watch).start(role));
      }
      return set;
    } catch (RuntimeException e) {
      set.close();
      throw e;
    }
  }

  private static Optional<Duration> longestOutage(Config config) {
    long millis = config.get(Settings.MAX_OUTAGE);
    return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  /**
   * Waits until every role has its partitions. While brokers or the registry are away the time does
   * not run.
   *
   * @throws RoleFailedException where one stops, or is not there in time
   */
  public void awaitRunning(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (RunningRole role : roles) {
      while (!role.awaitRunning(Duration.ofMillis(LOOK_MILLIS))) {
        throwIfFailed();
        if (watch.isAway()) {
          deadline = System.nanoTime() + timeout.toNanos();
        } else if (System.nanoTime() - deadline >= 0) {
          throw new RoleFailedException(
              role.role(), "it got no partitions within " + timeout.toSeconds() + " s", null);
        }
      }
    }
  }

  /**
   * Looks after the roles.
   *
   * @throws RoleFailedException where one has stopped by itself, or waits for too long
   */
  public void throwIfFailed() {
    Optional<String> tooLong = watch.tooLong();
    if (tooLong.isPresent() && !roles.isEmpty()) {
      throw new RoleFailedException(roles.get(0).role(), tooLong.get(), null);
    }
    for (RunningRole role : roles) {
      role.failure()
          .ifPresent(
              failure -> {
                throw new RoleFailedException(role.role(), "", failure);
              });
    }
  }

  /** Stops all roles, at once and beside each other. */
  @Override
  public void close() {
    watch.close();
    ExecutorService closers = Executors.newCachedThreadPool();
    try {
      List<Future<?>> closing = new ArrayList<>();
      roles.forEach(role -> closing.add(closers.submit(role::close)));
      closers.shutdown();
      closers.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closers.shutdownNow();
    }
  }
}
