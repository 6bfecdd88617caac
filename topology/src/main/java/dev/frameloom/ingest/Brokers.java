package dev.frameloom.ingest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Questions to the brokers, with their failures put into words. */
record Brokers(Admin admin, String address) {

  /** How long an unreachable broker is tried. */
  static final int PATIENCE_SECONDS = 15;

  /**
   * What a topic is like.
   *
   * @param partitions how many
   * @param maxMessageBytes the largest record batch that it takes
   */
  record TopicFacts(int partitions, int maxMessageBytes) {}

  TopicFacts topic(String name) {
    String what = "what topic " + name + " is like";
    TopicDescription description =
        answer(what, admin.describeTopics(List.of(name)).topicNameValues().get(name));
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Map<ConfigResource, Config> configs =
        answer(what, admin.describeConfigs(List.of(resource)).all());
    String limit = configs.get(resource).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
    return new TopicFacts(description.partitions().size(), Integer.parseInt(limit));
  }

  <T> T answer(String question, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while asking for " + question, e);
    } catch (ExecutionException e) {
      throw failure(question, e.getCause());
    }
  }

  private PublishException failure(String question, Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new PublishException(
          "can't ask for " + question + ": it does not exist; run \"frameloom topics create\"",
          cause);
    }
    if (cause instanceof TimeoutException) {
      return new PublishException(
          "Kafka at %s did not answer within %d s when asked for %s; check --bootstrap-servers"
              .formatted(address, PATIENCE_SECONDS, question),
          cause);
    }
    return new PublishException(
        "Kafka at " + address + " refused " + question + ": " + cause.getMessage(), cause);
  }
}
