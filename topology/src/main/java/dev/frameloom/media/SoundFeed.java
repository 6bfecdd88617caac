package dev.frameloom.media;

import java.util.List;

/** A clip's sound on its way into a file, beside the pictures. */
interface SoundFeed extends AutoCloseable {

  /** When the clip's sound and pictures begin and end. */
  ClipTimes times();

  /**
   * Adds its stream to the file, before the header is written.
   *
   * @param originUs the clip's time that is 0 in the file
   * @param fromBefore whether sound from before that is kept
   */
  void begin(long originUs, boolean fromBefore);

  /** Writes what begins before a time of the clip. */
  void writeUntil(long clipUs);

  /** Writes the rest, to the clip's time at which the pictures end or {@link Long#MAX_VALUE}. */
  void finish(long endUs);

  /** What a listener should know. */
  List<String> notes();

  @Override
  void close();
}
