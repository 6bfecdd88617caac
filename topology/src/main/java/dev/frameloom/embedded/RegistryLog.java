package dev.frameloom.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The compacted topic {@code _schemas}, in which the registry's changes are kept in Confluent's own
 * form: a JSON key that says what a record is about, a JSON value, nothing where it was erased. Ids
 * survive a restart, and another registry could take the topic over.
 */
final class RegistryLog implements AutoCloseable {

  static final String TOPIC = "_schemas";

  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ObjectMapper json = new ObjectMapper();
  private final KafkaProducer<byte[], byte[]> producer;

  private RegistryLog(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Makes the topic unless it is there, and reads all of it into the state. */
  static RegistryLog open(String bootstrapServers, RegistryState state) {
    createTopic(bootstrapServers);
    RegistryLog log =
        new RegistryLog(
            new KafkaProducer<>(
                Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "acks",
                    "all",
                    "enable.idempotence",
                    "true",
                    "delivery.timeout.ms",
                    Long.toString(TIMEOUT.toMillis()),
                    "request.timeout.ms",
                    "10000",
                    "max.block.ms",
                    Long.toString(TIMEOUT.toMillis()),
                    "buffer.memory",
                    Integer.toString(2 << 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    try {
      log.readAll(bootstrapServers, state);
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  void write(SchemaVersion version) {
    ObjectNode value = json.createObjectNode();
    value.put("subject", version.subject()).put("version", version.version());
    value.put("id", version.id()).put("schema", version.schema());
    value.put("deleted", version.deleted());
    send(schemaKey(version), Optional.of(value));
  }

  void erase(SchemaVersion version) {
    // the id must outlive the subject: see RegistryRules#delete
    ObjectNode value = json.createObjectNode();
    value.put("id", version.id()).put("schema", version.schema());
    send(json.createObjectNode().put("keytype", "ID").put("id", version.id()), Optional.of(value));
    send(schemaKey(version), Optional.empty());
  }

  void writeLevel(String subject, Optional<CompatibilityLevel> level) {
    ObjectNode key = json.createObjectNode().put("keytype", "CONFIG");
    key.put("subject", subject.isEmpty() ? null : subject).put("magic", 0);
    send(key, level.map(each -> json.createObjectNode().put("compatibilityLevel", each.name())));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private ObjectNode schemaKey(SchemaVersion version) {
    ObjectNode key = json.createObjectNode().put("keytype", "SCHEMA");
    return key.put("subject", version.subject()).put("version", version.version()).put("magic", 1);
  }

  private void send(ObjectNode key, Optional<ObjectNode> value) {
    try {
      producer
          .send(
              new ProducerRecord<>(
                  TOPIC, 0, bytes(key), value.map(RegistryLog::bytes).orElse(null)))
          .get();
    } catch (ExecutionException e) {
      throw new RegistryError(
          RegistryError.STORE_FAILED,
          "Error while writing to topic %s: %s".formatted(TOPIC, e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryError(RegistryError.STORE_FAILED, "The registry is being stopped", e);
    }
  }

  private static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void readAll(String bootstrapServers, RegistryState state) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(Set.of(PARTITION));
      long end = consumer.endOffsets(Set.of(PARTITION), TIMEOUT).get(PARTITION);
      consumer.seekToBeginning(Set.of(PARTITION));
      while (consumer.position(PARTITION, TIMEOUT) < end) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(500))) {
          apply(each, state);
        }
      }
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> entry, RegistryState state) {
    try {
      JsonNode key = json.readTree(new String(entry.key(), StandardCharsets.UTF_8));
      Optional<JsonNode> value =
          entry.value() == null
              ? Optional.empty()
              : Optional.of(json.readTree(new String(entry.value(), StandardCharsets.UTF_8)));
      apply(key, value, state);
    } catch (JsonProcessingException e) {
      throw new EmbeddedException(
          "topic %s holds something that no registry wrote, at offset %d; delete the topic or give the broker another directory"
              .formatted(TOPIC, entry.offset()),
          e);
    }
  }

  private static void apply(JsonNode key, Optional<JsonNode> value, RegistryState state) {
    switch (key.path("keytype").asText()) {
      case "SCHEMA" -> {
        String subject = key.path("subject").asText();
        int version = key.path("version").asInt();
        value.ifPresentOrElse(
            kept ->
                state.put(
                    new SchemaVersion(
                        subject,
                        version,
                        kept.path("id").asInt(),
                        kept.path("schema").asText(),
                        kept.path("deleted").asBoolean())),
            () -> state.remove(subject, version));
      }
      case "ID" ->
          value.ifPresent(
              kept -> state.putId(kept.path("id").asInt(), kept.path("schema").asText()));
      case "CONFIG" -> {
        String subject = key.path("subject").asText(RegistryState.GLOBAL);
        value.ifPresentOrElse(
            kept ->
                state.setLevel(
                    subject,
                    CompatibilityLevel.of(kept.path("compatibilityLevel").asText("BACKWARD"))),
            () -> state.clearLevel(subject));
      }
      default -> {
        // other registries keep more kinds, none of which we need
      }
    }
  }

  private static void createTopic(String bootstrapServers) {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "request.timeout.ms",
                "10000",
                "default.api.timeout.ms",
                Long.toString(TIMEOUT.toMillis())))) {
      NewTopic topic =
          new NewTopic(TOPIC, Optional.of(1), Optional.empty())
              .configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(Set.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new EmbeddedException(
            "the registry's topic %s can't be made on %s: %s"
                .formatted(TOPIC, bootstrapServers, e.getCause()),
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("interrupted while the registry was starting", e);
    }
  }
}
