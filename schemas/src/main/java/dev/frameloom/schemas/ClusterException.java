package dev.frameloom.schemas;

import org.apache.kafka.common.KafkaException;

/**
 * A Kafka cluster could not be reached or refused a request: which, for how long tried, and why.
 */
public final class ClusterException extends KafkaException {

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
