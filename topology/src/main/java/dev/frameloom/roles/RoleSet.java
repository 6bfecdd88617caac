package dev.frameloom.roles;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
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

  private final List<RunningRole> roles;

  private RoleSet(List<RunningRole> roles) {
    this.roles = roles;
  }

  /** Starts roles; they are at work after {@link #awaitRunning}. */
  public static RoleSet start(
      Set<Role> chosen, Config config, ClusterConnection connection, PipelineMetrics metrics) {
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
      Optional<WindowEditor> editor) {
    List<RunningRole> started = new ArrayList<>();
    RoleSet set = new RoleSet(started);
    try {
      for (Role role : chosen) {
        started.add(new RoleStart(config, connection, metrics, editor).start(role));
      }
      return set;
    } catch (RuntimeException e) {
      set.close();
      throw e;
    }
  }

  /**
   * Waits until every role has its partitions.
   *
   * @throws RoleFailedException where one stops, or is not there in time
   */
  public void awaitRunning(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (RunningRole role : roles) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!role.awaitRunning(left)) {
        throwIfFailed();
        throw new RoleFailedException(
            role.role(), "it got no partitions within " + timeout.toSeconds() + " s", null);
      }
    }
  }

  /**
   * Looks after the roles.
   *
   * @throws RoleFailedException where one has stopped by itself
   */
  public void throwIfFailed() {
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
