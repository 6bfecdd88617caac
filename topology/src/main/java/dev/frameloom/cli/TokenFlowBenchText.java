package dev.frameloom.cli;

import dev.frameloom.bench.tokenflow.ResultTable;
import dev.frameloom.bench.tokenflow.TokenFlowReport;
import java.util.ArrayList;
import java.util.List;

/** What {@code bench tokenflow} prints. */
final class TokenFlowBenchText {

  private TokenFlowBenchText() {}

  static List<String> lines(TokenFlowReport report) {
    List<String> lines = new ArrayList<>(List.of(report.heading()));
    for (ResultTable table : report.tables()) {
      lines.add("");
      TextTable text = new TextTable(table.headings().toArray(String[]::new));
      table.cells().forEach(row -> text.row(row.toArray(String[]::new)));
      lines.addAll(text.lines());
      lines.addAll(table.notes());
    }
    return lines;
  }
}
