package dev.frameloom.schemas;

import java.io.OutputStream;

/** Counts what is written, and keeps none of it. */
final class CountingSink extends OutputStream {

  private long count;

  @Override
  public void write(int value) {
    count++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    count += length;
  }

  long count() {
    return count;
  }
}
