package dev.frameloom.media;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes that hold of many files, each with the first few of their names. */
final class NotesByName {

  private static final int NAMED = 8;

  private final Map<String, List<String>> named = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();

  void add(String note, String name) {
    counts.merge(note, 1L, Long::sum);
    List<String> names = named.computeIfAbsent(note, it -> new ArrayList<>());
    if (names.size() < NAMED) {
      names.add(name);
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    named.forEach(
        (note, names) -> {
          long more = counts.get(note) - names.size();
          lines.add(
              note + ": " + String.join(", ", names) + (more > 0 ? " and " + more + " more" : ""));
        });
    return lines;
  }
}
