package dev.frameloom.weights.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a pickle, read from front to back; whoever wants more than there are is refused.
 * What is read is taken from the buffer: what follows a pickle is left in it.
 */
final class PickleInput {

  /** What Python 2 wrote as text has no charset; names of tensors are ASCII. */
  static final Charset OLD = StandardCharsets.ISO_8859_1;

  /** Longer than any name of a module or class. */
  private static final int MAX_LINE = 256;

  private final ByteBuffer bytes;

  PickleInput(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many were read, for messages. */
  int position() {
    return bytes.position();
  }

  int unsignedByte() {
    return need(1).get() & 0xFF;
  }

  int unsignedShort() {
    return need(2).getShort() & 0xFFFF;
  }

  int signedInt() {
    return need(4).getInt();
  }

  /** A count of bytes that follow. */
  int length() {
    int length = signedInt();
    need(length);
    return length;
  }

  void skip(int count) {
    need(count);
    bytes.position(bytes.position() + count);
  }

  /** A signed whole number of so many bytes, at most eight. */
  long number(int length) {
    need(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes.get() & 0xFFL) << (8 * i);
    }
    int unused = 64 - 8 * length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  String text(int length, Charset charset) {
    need(length);
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, charset);
  }

  /** A line of printable ASCII. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (int letter = unsignedByte(); letter != '\n'; letter = unsignedByte()) {
      if (letter < ' ' || letter > '~' || line.length() == MAX_LINE) {
        throw new IllegalArgumentException("expected a name of at most 256 letters");
      }
      line.append((char) letter);
    }
    return line.toString();
  }

  private ByteBuffer need(int count) {
    if (count < 0 || count > bytes.remaining()) {
      throw new IllegalArgumentException(
          "expected "
              + Integer.toUnsignedString(count)
              + " more bytes, found "
              + bytes.remaining());
    }
    return bytes;
  }
}
