package dev.frameloom.schemas;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Writes {@link WireFormat}. The registry is asked once per subject. Thread-safe. */
final class WireSerializer<T extends SpecificRecord> implements Serializer<T> {

  private final AvroCodec<T> codec;
  private final SchemaRegistry registry;
  private final SchemaPolicy policy;
  private final String schema;
  // as many entries as there are topics written to
  private final Map<String, Integer> idsByTopic = new ConcurrentHashMap<>();

  WireSerializer(AvroCodec<T> codec, SchemaRegistry registry, SchemaPolicy policy) {
    this.codec = codec;
    this.registry = registry;
    this.policy = policy;
    this.schema = codec.schema().toString();
  }

  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    Integer known = idsByTopic.get(topic);
    int id = known != null ? known : idsByTopic.computeIfAbsent(topic, this::askForId);
    byte[] bytes = codec.encode(value, WireFormat.HEADER_LENGTH);
    ByteBuffer.wrap(bytes).put(WireFormat.MAGIC).putInt(id);
    return bytes;
  }

  private int askForId(String topic) {
    String subject = policy.subjects().subjectOf(topic, codec.schema().getFullName());
    if (policy.autoRegister()) {
      return registry.register(subject, schema, policy.normalize());
    }
    if (policy.useLatest()) {
      return latestIfOurs(subject);
    }
    return registry
        .idOf(subject, schema, policy.normalize())
        .orElseThrow(
            () ->
                new RegistryException(
                    "schema registry %s doesn't have our schema of %s under subject %s; register it, or set auto.register.schemas=true"
                        .formatted(registry.url(), codec.schema().getName(), subject)));
  }

  /** Bytes that we write are of our schema, so the newest must have the same fields. */
  private int latestIfOurs(String subject) {
    SchemaRegistry.Registered latest =
        registry
            .latest(subject)
            .orElseThrow(
                () ->
                    new RegistryException(
                        "schema registry %s doesn't know subject %s; register a schema, or set auto.register.schemas=true"
                            .formatted(registry.url(), subject)));
    Schema theirs = new Schema.Parser().parse(latest.schema());
    if (SchemaNormalization.parsingFingerprint64(theirs)
        != SchemaNormalization.parsingFingerprint64(codec.schema())) {
      throw new RegistryException(
          "the newest schema of subject %s (id %d) is not the one that this version of Frameloom writes; set use.latest.version=false, or run the version that it belongs to"
              .formatted(subject, latest.id()));
    }
    return latest.id();
  }
}
