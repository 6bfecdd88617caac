package dev.frameloom.editing;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Frames in memory, by sequence. */
final class MapFrameFetcher implements FrameFetcher {

  final TreeMap<Long, Frame> frames = new TreeMap<>();

  @Override
  public Map<FrameRef, Fetched> fetch(String streamId, Collection<FrameRef> refs) {
    Map<FrameRef, Fetched> fetched = new HashMap<>();
    for (FrameRef ref : refs) {
      Frame frame = frames.get(ref.getSequence());
      fetched.put(ref, frame == null ? new Fetched.Gone("it is gone") : new Fetched.Found(frame));
    }
    return fetched;
  }

  @Override
  public void close() {}
}
