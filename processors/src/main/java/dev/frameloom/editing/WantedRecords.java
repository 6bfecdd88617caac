package dev.frameloom.editing;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Which records of a partition a window needs, and what was found of them. */
final class WantedRecords {

  private final long maxBytes;
  private final Map<Long, byte[]> values = new HashMap<>();
  private final Map<Long, String> reasons = new HashMap<>();
  private final TreeSet<Long> missing = new TreeSet<>();
  private long bytes;

  /**
   * None yet.
   *
   * @param maxBytes most bytes that they may have together
   */
  WantedRecords(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Another one, with its value where that is at hand. */
  void want(long offset, Optional<byte[]> value) throws WindowRefusedException {
    if (values.containsKey(offset)) {
      return;
    }
    missing.add(offset);
    if (value.isPresent()) {
      found(offset, value.get());
    }
  }

  /** Takes a value, if it is wanted. */
  void found(long offset, byte[] value) throws WindowRefusedException {
    if (!missing.remove(offset)) {
      return;
    }
    bytes += value.length;
    if (bytes > maxBytes) {
      throw new WindowRefusedException(
          "its frames take more than %d bytes together; make windows shorter, or raise editing.max-window-bytes"
              .formatted(maxBytes));
    }
    values.put(offset, value);
  }

  /** There is nothing at offsets below one. */
  void goneBefore(long offset, String why) {
    gone(missing.headSet(offset, false), why);
  }

  /** There is nothing at offsets from one on. */
  void goneFrom(long offset, String why) {
    gone(missing.tailSet(offset, true), why);
  }

  private void gone(NavigableSet<Long> offsets, String why) {
    offsets.forEach(offset -> reasons.put(offset, why));
    offsets.clear();
  }

  /** Whether nothing more is to be read. */
  boolean isEmpty() {
    return missing.isEmpty();
  }

  /** The first offset that is to be read. */
  long first() {
    return missing.first();
  }

  /** The last offset that is to be read. */
  long last() {
    return missing.last();
  }

  /** The value at an offset; null where there is none. */
  byte[] value(long offset) {
    return values.get(offset);
  }

  /** Why there is none. */
  String whyNot(long offset) {
    return reasons.getOrDefault(offset, "it has no value");
  }
}
