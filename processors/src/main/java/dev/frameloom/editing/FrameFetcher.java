package dev.frameloom.editing;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import java.util.Collection;
import java.util.Map;

/** Reads frames by their pointers. Used by one thread. */
public interface FrameFetcher extends AutoCloseable {

  /** What is at a pointer. */
  sealed interface Fetched {
    /** The frame. */
    record Found(Frame frame) implements Fetched {}

    /** Retention removed it; why it is not there, for people. */
    record Trimmed(String why) implements Fetched {}

    /** Nothing that can be read, now or later; why, for people. */
    record Gone(String why) implements Fetched {}
  }

  /**
   * Reads frames of a stream.
   *
   * @return something for each pointer
   * @throws FrameFetchException where the frames can't be read now, but may be later
   * @throws WindowRefusedException where they are not to be read, or take too much
   * @throws InterruptedException where the thread is interrupted
   */
  Map<FrameRef, Fetched> fetch(String streamId, Collection<FrameRef> refs)
      throws InterruptedException, WindowRefusedException;

  @Override
  void close();
}
