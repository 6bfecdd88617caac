package dev.frameloom.editing;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.PendingWindow;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which window is edited next. Windows of one edit of one stream come in the order they were added.
 * Between streams: live ones before replays; among those, whichever had the fewest turns; among
 * those, the earliest deadline, which is the window's timestamp and the edit's {@code maxDelayMs}
 * after it. A stream that joins counts as having had as many turns as the one that had the fewest,
 * so that it neither starves nor is starved. Not thread-safe.
 *
 * @param <T> what is queued with each window
 */
final class WindowQueue<T> {

  /** A window and what was queued with it. */
  record Entry<T>(PendingWindow pending, T attachment) {}

  private static final class Line<T> {
    private final Deque<Entry<T>> entries = new ArrayDeque<>();
    private long turns;

    boolean isReplay() {
      return entries.getFirst().pending().getWindow().getReplay();
    }

    long deadlineMs() {
      return deadline(entries.getFirst().pending());
    }

    long turns() {
      return turns;
    }

    long offset() {
      return entries.getFirst().pending().getOffset();
    }
  }

  private static final Comparator<Line<?>> ORDER =
      Comparator.<Line<?>, Boolean>comparing(Line::isReplay)
          .thenComparing(Line::turns)
          .thenComparing(Line::deadlineMs)
          .thenComparing(Line::offset);

  private final Map<String, Line<T>> lines = new HashMap<>();
  private int size;

  void add(PendingWindow pending, T attachment) {
    KeyframeWindow window = pending.getWindow();
    String name = window.getReplay() + "/" + pending.getKey();
    Line<T> line = lines.get(name);
    if (line == null) {
      line = new Line<>();
      line.turns = lines.values().stream().mapToLong(Line::turns).min().orElse(0);
      lines.put(name, line);
    }
    line.entries.addLast(new Entry<>(pending, attachment));
    size++;
  }

  Optional<Entry<T>> take() {
    Optional<Line<T>> next = lines.values().stream().min(ORDER);
    return next.map(
        line -> {
          Entry<T> entry = line.entries.removeFirst();
          line.turns++;
          size--;
          forgetEmpty();
          return entry;
        });
  }

  void removeIf(Predicate<T> condition) {
    lines.values().forEach(line -> line.entries.removeIf(e -> condition.test(e.attachment())));
    forgetEmpty();
    size = lines.values().stream().mapToInt(line -> line.entries.size()).sum();
  }

  int size() {
    return size;
  }

  private void forgetEmpty() {
    lines.values().removeIf(line -> line.entries.isEmpty());
  }

  /** When a live window should be done; wall clock, milliseconds. */
  static long deadline(PendingWindow pending) {
    EditSpec edit = pending.getWindow().getEdit();
    long deadline = pending.getTimestampMs() + edit.getMaxDelayMs();
    return deadline < pending.getTimestampMs() ? Long.MAX_VALUE : deadline;
  }
}
