package dev.frameloom.reassembly;

import dev.frameloom.avro.EditedFrame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Frames in memory. */
final class MapFrameBuffer implements FrameBuffer {

  final TreeMap<Long, EditedFrame> waiting = new TreeMap<>();
  private EditedFrame last;

  @Override
  public Optional<EditedFrame> get(long sequence) {
    return Optional.ofNullable(waiting.get(sequence));
  }

  @Override
  public void put(EditedFrame frame) {
    waiting.put(frame.getSequence(), frame);
  }

  @Override
  public void remove(long sequence) {
    waiting.remove(sequence);
  }

  @Override
  public OptionalLong first() {
    return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.firstKey());
  }

  @Override
  public List<Long> sequences(long first, long last, int most) {
    return waiting.subMap(first, true, last, true).keySet().stream().limit(most).toList();
  }

  @Override
  public Optional<EditedFrame> last() {
    return Optional.ofNullable(last);
  }

  @Override
  public void setLast(EditedFrame frame) {
    last = frame;
  }
}
