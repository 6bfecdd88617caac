package dev.frameloom.schemas;

import dev.frameloom.schemas.UndecodableRecordException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serde for state stores, without a registry: Avro's single-object encoding (two marker bytes, the
 * schema's 64-bit fingerprint, Avro binary). A store that an older version of Frameloom left behind
 * is read by the {@linkplain ReleasedSchemas released schemas} that come with us. Thread-safe.
 *
 * @param <T> generated class
 */
public final class StateSerde<T extends SpecificRecord>
    implements Serde<T>, Serializer<T>, Deserializer<T> {

  private static final int HEADER_LENGTH = 10;
  private static final short MARKER = (short) 0xC301;

  private final AvroCodec<T> codec;
  private final long fingerprint;
  private final Map<Long, DatumReader<T>> readers = new HashMap<>();

  private StateSerde(AvroCodec<T> codec) {
    this.codec = codec;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(codec.schema());
    for (Schema released : ReleasedSchemas.of(codec.schema().getName())) {
      readers.put(SchemaNormalization.parsingFingerprint64(released), codec.readerOf(released));
    }
    readers.put(fingerprint, codec.readerOf(codec.schema()));
  }

  public static <T extends SpecificRecord> StateSerde<T> of(Class<T> type) {
    return new StateSerde<>(new AvroCodec<>(type));
  }

  @Override
  public Serializer<T> serializer() {
    return this;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    // nothing to choose
  }

  @Override
  public void close() {
    // nothing is held
  }

  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    byte[] bytes = codec.encode(value, HEADER_LENGTH);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putShort(MARKER).order(ByteOrder.LITTLE_ENDIAN).putLong(fingerprint);
    return bytes;
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return codec.decode(readerOf(topic, bytes), bytes, HEADER_LENGTH);
    } catch (IOException e) {
      throw new UndecodableRecordException(
          Reason.UNDECODABLE_RECORD,
          "stored %s of %s is damaged: %s; found %s"
              .formatted(
                  codec.type().getSimpleName(), topic, e.getMessage(), WireFormat.head(bytes)),
          e);
    }
  }

  private DatumReader<T> readerOf(String topic, byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_LENGTH || header.getShort() != MARKER) {
      throw new UndecodableRecordException(
          Reason.UNDECODABLE_RECORD,
          "stored %s of %s is not in Avro's single-object encoding: found %s"
              .formatted(codec.type().getSimpleName(), topic, WireFormat.head(bytes)));
    }
    long written = header.order(ByteOrder.LITTLE_ENDIAN).getLong();
    DatumReader<T> reader = readers.get(written);
    if (reader == null) {
      throw new UndecodableRecordException(
          Reason.UNKNOWN_SCHEMA,
          "stored %s of %s was written with a schema that this version of Frameloom doesn't know (fingerprint %016x); was the state left behind by a newer version?"
              .formatted(codec.type().getSimpleName(), topic, written));
    }
    return reader;
  }
}
