package dev.frameloom.schemas;

import java.io.OutputStream;

/** Writes into an array that is known to be large enough. */
final class ArraySink extends OutputStream {

  private final byte[] target;
  private int position;

  ArraySink(byte[] target, int position) {
    this.target = target;
    this.position = position;
  }

  @Override
  public void write(int value) {
    target[position++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    System.arraycopy(bytes, offset, target, position, length);
    position += length;
  }
}
