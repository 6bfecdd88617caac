package dev.frameloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedKafkaTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  @TempDir Path scratch;

  @Test
  void stopsCleanlyAndLeavesNothingBehind() {
    long start = System.nanoTime();
    EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.temporary());
    long up = System.nanoTime();
    assertThat(broker.directory()).isDirectory();
    assertThat(broker.failure()).isEmpty();
    broker.close();
    long down = System.nanoTime();

    assertThat(broker.directory()).doesNotExist();
    System.out.printf("broker up %.2f s, down %.2f s%n", (up - start) / 1e9, (down - up) / 1e9);
  }

  @Test
  void keepsRecordsInAGivenDirectoryOverARestartOnOtherPorts() throws Exception {
    Path directory = scratch.resolve("kept");
    try (EmbeddedKafka first = EmbeddedKafka.start(BrokerSettings.in(directory))) {
      createTopic(first);
      try (KafkaProducer<byte[], byte[]> producer = producer(first, Map.of())) {
        send(producer, "kept");
      }
    }
    try (EmbeddedKafka second = EmbeddedKafka.start(BrokerSettings.in(directory))) {
      assertThat(committed(second, 1)).containsExactly("kept");
    }
    assertThat(directory).isDirectory();
  }

  @Test
  void readersOfCommittedRecordsNeverSeeAnAbortedTransaction() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.temporary())) {
      createTopic(broker);
      try (KafkaProducer<byte[], byte[]> producer =
              producer(broker, Map.of("transactional.id", "tx"));
          KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "aborted");
        producer.abortTransaction();
        producer.beginTransaction();
        send(producer, "committed");
        producer.sendOffsetsToTransaction(
            Map.of(PARTITION, new OffsetAndMetadata(1)), consumer.groupMetadata());
        producer.commitTransaction();
      }
      assertThat(committed(broker, 1)).containsExactly("committed");
      try (Admin admin = admin(broker)) {
        assertThat(
                admin
                    .listConsumerGroupOffsets("group")
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS))
            .containsEntry(PARTITION, new OffsetAndMetadata(1));
      }
    }
  }

  @Test
  void takesARecordOfTwentyMegabytes() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.temporary())) {
      createTopic(broker);
      int size = 20 << 20;
      try (KafkaProducer<byte[], byte[]> producer =
          producer(broker, Map.of("max.request.size", size + 1000, "buffer.memory", 64 << 20))) {
        RecordMetadata sent =
            producer.send(new ProducerRecord<>("t", new byte[size])).get(30, TimeUnit.SECONDS);
        assertThat(sent.serializedValueSize()).isEqualTo(size);
      }
    }
  }

  @Test
  void refusesADirectoryThatAnotherBrokerUses() {
    Path directory = scratch.resolve("shared");
    try (EmbeddedKafka first = EmbeddedKafka.start(BrokerSettings.in(directory))) {
      assertThat(first.port()).isPositive();
      assertThatThrownBy(() -> EmbeddedKafka.start(BrokerSettings.in(directory)))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by another broker");
    }
  }

  @Test
  void refusesAPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(FreePorts.loopback(), 0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedKafka.start(BrokerSettings.temporary().withPort(port)))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void saysWhenItsDirectoryIsGone() throws IOException {
    Path directory = scratch.resolve("gone");
    DataDirectory data = DataDirectory.open(Optional.of(directory));
    assertThat(data.fault()).isEmpty();
    data.close();
    Files.delete(directory.resolve("frameloom.lock"));
    Files.delete(directory);
    assertThat(data.fault()).hasValueSatisfying(fault -> assertThat(fault).contains("gone"));
  }

  @Test
  void refusesADirectoryThatIsAFile() throws IOException {
    Path file = Files.writeString(scratch.resolve("file"), "not a directory");
    assertThatThrownBy(() -> EmbeddedKafka.start(BrokerSettings.in(file)))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("can't be made");
  }

  private static void createTopic(EmbeddedKafka broker) throws Exception {
    try (Admin admin = admin(broker)) {
      admin.createTopics(Set.of(new NewTopic("t", 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
    }
  }

  private static Admin admin(EmbeddedKafka broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static KafkaProducer<byte[], byte[]> producer(
      EmbeddedKafka broker, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String value) throws Exception {
    Future<RecordMetadata> sent =
        producer.send(new ProducerRecord<>("t", value.getBytes(StandardCharsets.UTF_8)));
    sent.get(10, TimeUnit.SECONDS);
  }

  /** Reads until so many records of committed transactions have come. */
  private static List<String> committed(EmbeddedKafka broker, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
      consumer.assign(Set.of(PARTITION));
      while (values.size() < count) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
          values.add(new String(each.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedKafka broker) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "group.id", "group",
            "isolation.level", "read_committed",
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
