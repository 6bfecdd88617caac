package dev.frameloom.reassembly;

import dev.frameloom.avro.EditedFrame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The frames of one edit of one stream that reassembly holds. */
interface FrameBuffer {

  Optional<EditedFrame> get(long sequence);

  void put(EditedFrame frame);

  void remove(long sequence);

  /** Lowest sequence that waits. */
  OptionalLong first();

  /**
   * Sequences that wait, ascending.
   *
   * @param most how many are looked for
   */
  List<Long> sequences(long first, long last, int most);

  /** The frame that was emitted last. */
  Optional<EditedFrame> last();

  void setLast(EditedFrame frame);
}
