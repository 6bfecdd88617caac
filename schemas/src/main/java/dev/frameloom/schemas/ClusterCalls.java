package dev.frameloom.schemas;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
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
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while %s on %s".formatted(what, servers), e);
    }
  }

  /** Waits for an answer; takes one kind of failure as an answer too, and then does something. */
  void unless(
      Class<? extends Exception> expected, String what, KafkaFuture<Void> answer, Runnable then) {
    try {
      answer.get();
    } catch (ExecutionException e) {
      if (!expected.isInstance(e.getCause())) {
        throw failed(what, e.getCause());
      }
      then.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while %s on %s".formatted(what, servers), e);
    }
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
