package dev.frameloom.egress;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.image.Picture;

/** Told of every frame that is recorded, in order, on the recording thread. */
@FunctionalInterface
public interface RecordListener {

  /** Does nothing. */
  RecordListener NONE = (frame, picture) -> {};

  /**
   * A frame was recorded.
   *
   * @param frame its record
   * @param picture its pixels as they were in the record, before any scaling
   */
  void onFrame(EditedFrame frame, Picture picture);
}
