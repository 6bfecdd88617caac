package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.EditSpec;
import java.util.ArrayList;
import java.util.List;

/** Windows of frames in order, the slow and obvious way: as "first-last:published/missing". */
final class WindowOracle {

  private WindowOracle() {}

  static List<String> windows(List<ArrivedFrame> sorted, EditSpec edit) {
    int full = (edit.getWindowKeyframes() - 1) * edit.getKeyframeInterval() + 1;
    List<String> windows = new ArrayList<>();
    long expected = sorted.get(0).getRef().getSequence();
    long begin = expected;
    boolean shared = false;
    List<Long> published = new ArrayList<>();
    List<Long> missing = new ArrayList<>();
    ArrivedFrame before = null;
    for (ArrivedFrame frame : sorted) {
      long sequence = frame.getRef().getSequence();
      for (; expected < sequence; expected++) {
        missing.add(expected);
      }
      expected = sequence + 1;
      if (!frame.getReadable()) {
        missing.add(sequence);
        continue;
      }
      if (before != null && isCut(before, frame, edit)) {
        if (!published.isEmpty()) {
          long end = missing.isEmpty() ? 0 : missing.get(missing.size() - 1);
          end = Math.max(end, published.get(published.size() - 1));
          windows.add(begin + "-" + end + ":" + published + "/" + missing);
          published.clear();
          missing.clear();
          begin = sequence;
        }
        shared = false;
      }
      before = frame;
      published.add(sequence);
      if (published.size() + (shared ? 1 : 0) == full) {
        windows.add(begin + "-" + sequence + ":" + published + "/" + missing);
        published.clear();
        missing.clear();
        shared = true;
        begin = sequence + 1;
      }
    }
    boolean ends = sorted.get(sorted.size() - 1).getEndOfStream();
    if (!published.isEmpty() || (ends && !missing.isEmpty())) {
      windows.add(begin + "-" + (expected - 1) + ":" + published + "/" + missing);
    }
    return windows;
  }

  private static boolean isCut(ArrivedFrame before, ArrivedFrame after, EditSpec edit) {
    return before.getWidth() != after.getWidth()
        || Math.abs(grey(before) - grey(after)) >= edit.getSceneCutThreshold();
  }

  private static int grey(ArrivedFrame frame) {
    return frame.getThumbnail().get(0) & 0xff;
  }
}
