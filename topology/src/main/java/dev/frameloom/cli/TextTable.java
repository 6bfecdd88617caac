package dev.frameloom.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns as wide as what is in them, two blanks between. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "expected " + rows.get(0).size() + " cells, found " + cells.length);
    }
    rows.add(List.of(cells));
  }

  /** All lines, the headings first. */
  List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths =
        IntStream.range(0, columns)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(
            row -> {
              StringBuilder line = new StringBuilder();
              for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }
}
