package dev.frameloom.schemas;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Confluent's wire format: a zero byte, the id of the schema as four bytes, most significant first,
 * and the record in Avro binary.
 */
final class WireFormat {

  static final byte MAGIC = 0;
  static final int HEADER_LENGTH = 5;

  private static final int SHOWN_BYTES = 8;

  private WireFormat() {}

  /** The id of the schema that a record was written with. */
  static int schemaId(String topic, byte[] bytes) {
    if (bytes.length < HEADER_LENGTH || bytes[0] != MAGIC) {
      throw new UndecodableRecordException(
          UndecodableRecordException.Reason.UNDECODABLE_RECORD,
          "a value on topic %s is not in the registry's wire format: expected a zero byte and a four-byte schema id, found %s; its producer needs an Avro serializer that uses the schema registry"
              .formatted(topic, head(bytes)));
    }
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }

  /** The first bytes, for messages. */
  static String head(byte[] bytes) {
    int shown = Math.min(bytes.length, SHOWN_BYTES);
    return "%s%s (%d bytes)"
        .formatted(
            HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown),
            shown < bytes.length ? " …" : "",
            bytes.length)
        .strip();
  }
}
