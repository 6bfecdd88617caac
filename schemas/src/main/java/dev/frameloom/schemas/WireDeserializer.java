package dev.frameloom.schemas;

import dev.frameloom.schemas.UndecodableRecordException.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads {@link WireFormat}. The registry is asked once per schema id; unknown ids are asked for
 * again, since they may be registered later. Thread-safe.
 *
 * <p>Throws {@link UndecodableRecordException} for a record that will never be readable and {@link
 * RegistryException} where the record is not to blame.
 */
final class WireDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  /** Ids come from records, so a hostile producer could make any number of them. */
  private static final int MAX_CACHED_IDS = 1000;

  private final AvroCodec<T> codec;
  private final SchemaRegistry registry;
  private final Map<Integer, Resolution<T>> resolutions = new ConcurrentHashMap<>();

  WireDeserializer(AvroCodec<T> codec, SchemaRegistry registry) {
    this.codec = codec;
    this.registry = registry;
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    int id = WireFormat.schemaId(topic, bytes);
    Resolution<T> known = resolutions.get(id);
    Resolution<T> resolution = known != null ? known : resolve(topic, id);
    if (resolution instanceof Resolution.Matching<T> match) {
      return decode(topic, id, match, bytes);
    }
    throw new UndecodableRecordException(
        Reason.INCOMPATIBLE_SCHEMA,
        "a value on topic %s was written with schema id %d of %s, which can't be read as our %s: %s"
            .formatted(
                topic,
                id,
                registry.url(),
                codec.schema().getFullName(),
                ((Resolution.Clashing<T>) resolution).why()));
  }

  private T decode(String topic, int id, Resolution.Matching<T> match, byte[] bytes) {
    try {
      return codec.decode(match.reader(), bytes, WireFormat.HEADER_LENGTH);
    } catch (IOException e) {
      throw new UndecodableRecordException(
          Reason.UNDECODABLE_RECORD,
          "a value on topic %s says that it has schema id %d, but it can't be decoded so: %s; found %s"
              .formatted(topic, id, e.getMessage(), WireFormat.head(bytes)),
          e);
    }
  }

  private Resolution<T> resolve(String topic, int id) {
    String text =
        registry
            .schemaById(id)
            .orElseThrow(
                () ->
                    new UndecodableRecordException(
                        Reason.UNKNOWN_SCHEMA,
                        "a value on topic %s was written with schema id %d, which %s doesn't know; was it written with another registry?"
                            .formatted(topic, id, registry.url())));
    Resolution<T> resolution;
    try {
      resolution = Resolution.between(codec, new Schema.Parser().parse(text));
    } catch (SchemaParseException e) {
      resolution = new Resolution.Clashing<>("not a schema that Avro reads: " + e.getMessage());
    }
    if (resolutions.size() >= MAX_CACHED_IDS) {
      resolutions.clear();
    }
    resolutions.put(id, resolution);
    return resolution;
  }
}
