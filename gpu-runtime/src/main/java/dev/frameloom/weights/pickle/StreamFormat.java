package dev.frameloom.weights.pickle;

import dev.frameloom.weights.pickle.PickleValue.Dict;
import dev.frameloom.weights.pickle.PickleValue.Other;
import dev.frameloom.weights.pickle.PickleValue.Storage;
import dev.frameloom.weights.pickle.PickleValue.Text;
import dev.frameloom.weights.pickle.PickleValue.Whole;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code torch.save} wrote from 2017 until PyTorch 1.6, and writes still when asked to; much
 * that is published is of that time, the weights of LPIPS among it. Five pickles one after another:
 * a magic number, the format's version, the machine, what was saved, the keys of the storages; then
 * each storage in the order of the keys, as its count (8 bytes) and its numbers.
 */
final class StreamFormat {

  /** A pickle of the number 0x1950a86a20f9469cfc6c. */
  private static final byte[] MAGIC = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  private static final long VERSION = 1001;

  private final FileBytes file;
  private final ByteBuffer head;

  private StreamFormat(FileBytes file) {
    this.file = file;
    this.head = file.head(ZipFormat.MAX_PICKLE);
  }

  /** Whether a file begins like this. */
  static boolean recognizes(ByteBuffer head) {
    return head.remaining() >= MAGIC.length
        && head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  static Saved read(FileBytes file) {
    return new StreamFormat(file).read();
  }

  private Saved read() {
    head.position(MAGIC.length);
    if (!(next().run() instanceof Whole version) || version.value() != VERSION) {
      throw file.broken("expected version " + VERSION + " of the format, found another");
    }
    if (next().run() instanceof Dict machine
        && machine.entries().get("little_endian") == Other.FALSE) {
      throw file.broken("expected numbers of a little-endian machine");
    }
    PickleMachine saved = next();
    PickleValue value = saved.run();
    Map<String, Span> places = places(saved.storages(), PickleGlobals.items(next().run()));
    return new Saved(value, storage -> places.get(storage.key()));
  }

  /** Begins where the pickle before has ended. */
  private PickleMachine next() {
    return new PickleMachine(head);
  }

  /** Each storage is found by the lengths of those before it. */
  private Map<String, Span> places(Map<String, Storage> named, List<PickleValue> keys) {
    Map<String, Span> places = new HashMap<>();
    long position = head.position();
    for (PickleValue key : keys) {
      Storage storage = key instanceof Text text ? named.get(text.value()) : null;
      if (storage == null) {
        throw new IllegalArgumentException("expected keys of storages that a tensor uses");
      }
      long count = file.read(position, Long.BYTES).getLong();
      long begin = position + Long.BYTES;
      if (count != storage.count()) {
        throw new IllegalArgumentException(
            "storage %s: expected %d numbers, found %d"
                .formatted(storage.key(), storage.count(), count));
      }
      if (storage.length() > file.size() - begin) {
        throw new IllegalArgumentException(
            "storage %s: expected %d bytes from byte %d on, found a file of %d bytes. It may be cut short: fetch it again"
                .formatted(storage.key(), storage.length(), begin, file.size()));
      }
      position = begin + storage.length();
      if (places.put(storage.key(), new Span(begin, storage.length())) != null) {
        throw new IllegalArgumentException("expected one storage " + storage.key());
      }
    }
    if (!places.keySet().containsAll(named.keySet())) {
      throw new IllegalArgumentException("expected the numbers of all storages, found fewer");
    }
    return places;
  }
}
