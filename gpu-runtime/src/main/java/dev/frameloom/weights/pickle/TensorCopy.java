package dev.frameloom.weights.pickle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Copies the numbers of a tensor out of a file, row-major, whatever order they lie in there. At
 * most a megabyte is held; of a tensor in another order the system maps what it spans.
 *
 * @param file that holds the storage
 * @param view the tensor
 * @param place of the storage in the file
 */
record TensorCopy(FileBytes file, TensorView view, Span place) {

  private static final int CHUNK = 1 << 20;

  /** Bytes that are written. */
  long length() {
    return view.count() * view.storage().type().copied().bytes();
  }

  private int bytes() {
    return view.storage().type().bytes();
  }

  void write(OutputStream out) throws IOException {
    if (view.count() == 0) {
      return;
    }
    if (view.isContiguous()) {
      writeAlong(out);
    } else {
      writeAcross(out);
    }
  }

  private long begin() {
    return place.begin() + view.offset() * bytes();
  }

  private void writeAlong(OutputStream out) throws IOException {
    long position = begin();
    long end = position + view.count() * bytes();
    while (position < end) {
      int count = (int) Math.min(CHUNK, end - position);
      put(file.read(position, count), out);
      position += count;
    }
  }

  private void writeAcross(OutputStream out) throws IOException {
    long span = view.span() * bytes();
    if (span > Integer.MAX_VALUE) {
      throw file.broken(
          "expected tensors that don't lie row by row to span at most 2 GiB, found " + span);
    }
    ByteBuffer mapped = file.channel().map(FileChannel.MapMode.READ_ONLY, begin(), span);
    long[] index = new long[view.shape().size()];
    ByteBuffer chunk = chunk();
    for (long i = 0; i < view.count(); i++) {
      int from = bytes() * (int) place(index);
      chunk.put(chunk.position(), mapped, from, bytes());
      chunk.position(chunk.position() + bytes());
      if (!chunk.hasRemaining()) {
        put(chunk.flip(), out);
        chunk = chunk();
      }
      advance(index);
    }
    put(chunk.flip(), out);
  }

  private static ByteBuffer chunk() {
    return ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long place(long... index) {
    long place = 0;
    for (int i = 0; i < index.length; i++) {
      place += index[i] * view.strides().get(i);
    }
    return place;
  }

  private void advance(long... index) {
    int last = index.length - 1;
    while (last >= 0 && ++index[last] == view.shape().get(last)) {
      index[last] = 0;
      last--;
    }
  }

  private void put(ByteBuffer numbers, OutputStream out) throws IOException {
    ByteBuffer copied = view.storage().type() == NumberType.DOUBLE ? rounded(numbers) : numbers;
    byte[] bytes = new byte[copied.remaining()];
    copied.get(bytes);
    out.write(bytes);
  }

  private static ByteBuffer rounded(ByteBuffer doubles) {
    ByteBuffer floats = ByteBuffer.allocate(doubles.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
    while (doubles.hasRemaining()) {
      floats.putFloat((float) doubles.getDouble());
    }
    return floats.flip();
  }
}
