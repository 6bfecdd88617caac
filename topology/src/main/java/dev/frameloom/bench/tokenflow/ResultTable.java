package dev.frameloom.bench.tokenflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What a part found. Whoever fills it is done before others look at it. */
public final class ResultTable {

  private final String name;
  private final List<Column> columns;
  private final List<String> notes;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param name in JSON
   * @param notes what the columns mean
   */
  ResultTable(String name, List<Column> columns, List<String> notes) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.notes = List.copyOf(notes);
  }

  /** A row: its values by the keys of their columns. What it has not is shown as a dash. */
  public static final class Row {

    private final Map<String, Object> values = new LinkedHashMap<>();

    Row put(String key, String words) {
      values.put(key, words);
      return this;
    }

    Row put(String key, long number) {
      values.put(key, number);
      return this;
    }

    Row put(String key, double number) {
      values.put(key, number);
      return this;
    }

    Row put(String key, OptionalDouble number) {
      number.ifPresent(it -> values.put(key, it));
      return this;
    }

    /** A number of the row, if it has it. */
    OptionalDouble number(String key) {
      return values.get(key) instanceof Number number
          ? OptionalDouble.of(number.doubleValue())
          : OptionalDouble.empty();
    }
  }

  /** A new last row. */
  Row row() {
    Row row = new Row();
    rows.add(row);
    return row;
  }

  /** What the columns mean, line by line. */
  public List<String> notes() {
    return notes;
  }

  /** What is above the columns. */
  public List<String> headings() {
    return columns.stream().map(Column::heading).toList();
  }

  /** The cells of each row as people read them. */
  public List<List<String>> cells() {
    return rows.stream()
        .map(row -> columns.stream().map(column -> cell(row, column)).toList())
        .toList();
  }

  private static String cell(Row row, Column column) {
    Object value = row.values.get(column.key());
    if (value instanceof Number number && !column.isPlain()) {
      double shown = number.doubleValue() * column.scale();
      return String.format(Locale.ROOT, "%." + column.decimals() + "f", shown);
    }
    return value == null ? "–" : value.toString();
  }

  void addTo(ObjectNode report) {
    ArrayNode list = report.putArray(name);
    for (Row row : rows) {
      ObjectNode node = list.addObject();
      row.values.forEach(node::putPOJO);
    }
  }
}
