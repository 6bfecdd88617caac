package dev.frameloom.reassembly;

import dev.frameloom.avro.EditedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The frames of one key in state stores.
 *
 * @param key streamId/editId
 * @param waiting frames of all keys, by key and sequence
 * @param latest the frame emitted last, by key
 */
record StoredFrameBuffer(
    String key,
    KeyValueStore<String, EditedFrame> waiting,
    KeyValueStore<String, EditedFrame> latest)
    implements FrameBuffer {

  @Override
  public Optional<EditedFrame> get(long sequence) {
    return Optional.ofNullable(waiting.get(keyOf(sequence)));
  }

  @Override
  public void put(EditedFrame frame) {
    waiting.put(keyOf(frame.getSequence()), frame);
  }

  @Override
  public void remove(long sequence) {
    waiting.delete(keyOf(sequence));
  }

  @Override
  public OptionalLong first() {
    try (KeyValueIterator<String, EditedFrame> range =
        waiting.range(keyOf(0), keyOf(Long.MAX_VALUE))) {
      return range.hasNext()
          ? OptionalLong.of(range.next().value.getSequence())
          : OptionalLong.empty();
    }
  }

  @Override
  public List<Long> sequences(long first, long last, int most) {
    List<Long> sequences = new ArrayList<>();
    try (KeyValueIterator<String, EditedFrame> range = waiting.range(keyOf(first), keyOf(last))) {
      while (range.hasNext() && sequences.size() < most) {
        sequences.add(range.next().value.getSequence());
      }
    }
    return sequences;
  }

  @Override
  public Optional<EditedFrame> last() {
    return Optional.ofNullable(latest.get(key));
  }

  @Override
  public void setLast(EditedFrame frame) {
    latest.put(key, frame);
  }

  private String keyOf(long sequence) {
    return "%s/%019d".formatted(key, sequence);
  }
}
