package dev.frameloom.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro binary of one generated class, without any header. Uses the coders that Avro generates into
 * the class, so that no field is reached by reflection. Safe for use by any number of threads.
 */
final class AvroCodec<T extends SpecificRecord> {

  private final Class<T> type;
  private final SpecificData model;
  private final SpecificDatumWriter<T> writer;

  AvroCodec(Class<T> type) {
    this.type = type;
    this.model = new SpecificData(type.getClassLoader());
    this.model.setCustomCoders(true);
    this.writer = new SpecificDatumWriter<>(model.getSchema(type), model);
  }

  Class<T> type() {
    return type;
  }

  /** The schema that the class was generated from. */
  Schema schema() {
    return model.getSchema(type);
  }

  /**
   * Encodes into an array of exactly the right size, its first {@code headerLength} bytes left
   * zero. The record is walked twice, once only to count: that is cheaper than to let a buffer grow
   * around an image and to copy it out in the end.
   */
  byte[] encode(T value, int headerLength) {
    CountingSink counter = new CountingSink();
    write(value, counter);
    byte[] bytes = new byte[Math.toIntExact(headerLength + counter.count())];
    write(value, new ArraySink(bytes, headerLength));
    return bytes;
  }

  /** A reader of records that were written with another version of the schema, or with ours. */
  DatumReader<T> readerOf(Schema written) {
    return new SpecificDatumReader<>(written, schema(), model);
  }

  /**
   * Decodes what follows the first {@code offset} bytes.
   *
   * @throws IOException when the bytes don't fit the reader's schema, with how
   */
  T decode(DatumReader<T> reader, byte[] bytes, int offset) throws IOException {
    BoundedDecoder decoder = new BoundedDecoder(bytes, offset);
    T value;
    try {
      value = reader.read(null, decoder);
    } catch (EOFException e) {
      throw e.getMessage() == null ? new IOException("the bytes end before the last field", e) : e;
    } catch (AvroRuntimeException
        | IndexOutOfBoundsException
        | ClassCastException
        | NullPointerException
        | UnsupportedOperationException
        | StackOverflowError e) {
      // what Avro throws on bytes that make no sense; the bytes are at fault, not the program
      throw new IOException(e.toString(), e);
    }
    int left = decoder.remaining();
    if (left > 0) {
      throw new IOException(left + " bytes are left after the last field");
    }
    return value;
  }

  private void write(T value, OutputStream out) {
    try {
      writer.write(value, EncoderFactory.get().directBinaryEncoder(out, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // both sinks are memory
    }
  }
}
