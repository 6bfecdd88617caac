package dev.frameloom.schemas;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Waits for an admin client's answers and says in our words what went wrong.
 *
 * @param servers the cluster, as it was configured
 * @param timeout how long the client tries
 */
record ClusterCalls(String servers, Duration timeout) {

  Admin connect(Supplier<Admin> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      Throwable root = e.getCause() == null ? e : e.getCause();
      throw new ClusterException(
          "no client can be made for the Kafka cluster %s: %s; check bootstrap.servers and the client's settings"
              .formatted(servers, root.getMessage()),
          e);
    }
  }

  <R> R get(String what, KafkaFuture<R> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failed(what, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /** Waits for an answer; empty where it is one kind of failure. */
  <R> Optional<R> unless(Class<? extends Exception> expected, String what, KafkaFuture<R> answer) {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException e) {
      if (expected.isInstance(e.getCause())) {
        return Optional.empty();
      }
      throw failed(what, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /** Looks until something has come about; a controller's changes reach brokers a little later. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw failed(what, new TimeoutException("it is not to be seen on the brokers"));
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw interrupted(what, e);
      }
    }
  }

  private ClusterException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ClusterException("interrupted while %s on %s".formatted(what, servers), e);
  }

  private ClusterException failed(String what, Throwable cause) {
    if (cause instanceof TimeoutException) {
      return new ClusterException(
          "the Kafka cluster %s didn't answer within %.0f s (%s); check that it runs and that bootstrap.servers is right"
              .formatted(servers, timeout.toMillis() / 1e3, what),
          cause);
    }
    return new ClusterException(
        "the Kafka cluster %s refused %s: %s".formatted(servers, what, cause.getMessage()), cause);
  }
}
