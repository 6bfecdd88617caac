package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class OutagesTest {

  @Test
  void whatClientsThrowWhileBrokersAreAwayPasses() {
    assertThat(Outages.isPassing(new StreamsException(new TimeoutException("60 s")))).isTrue();
    assertThat(Outages.isPassing(new StreamsException(new ProducerFencedException("x")))).isTrue();
  }

  @Test
  void aProducerThatIsStuckAfterATimeoutPassesUnlessBrokersRefused() {
    assertThat(Outages.isPassing(new StreamsException(ofProducer(null)))).isTrue();
    assertThat(Outages.isPassing(ofProducer(new TopicAuthorizationException("frames")))).isFalse();
  }

  @Test
  void mistakesDoNotPass() {
    assertThat(Outages.isPassing(new StreamsException(new NullPointerException()))).isFalse();
    assertThat(Outages.isPassing(new IllegalStateException("no device is left"))).isFalse();
    assertThat(Outages.isPassing(new StreamsException(new RecordTooLargeException("20 MB"))))
        .isFalse();
    assertThat(Outages.isPassing(new KafkaException("of a consumer"))).isFalse();
  }

  private static KafkaException ofProducer(Throwable cause) {
    KafkaException failure = new KafkaException("can no longer retry them", cause);
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement(MockProducer.class.getName(), "commitTransaction", "", 1)
        });
    return failure;
  }
}
