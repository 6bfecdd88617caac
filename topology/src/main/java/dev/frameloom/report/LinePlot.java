package dev.frameloom.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Lines over time, as a drawing in the page.
 *
 * @param title above it
 * @param description for those who can't see it
 * @param points in order of time
 * @param frames how many the axis of time has
 * @param axis that of the values; what lies above or below is drawn at its end
 * @param lines drawn in order, the last one on top
 * @param hover what is said where the pointer is
 */
record LinePlot(
    String title,
    String description,
    List<CurvePoint> points,
    double frames,
    Axis axis,
    List<Line> lines,
    Function<CurvePoint, String> hover) {

  private static final int HEIGHT = 100;

  /**
   * A line.
   *
   * @param style its name in the style sheet
   * @param label in the legend; empty: not in there
   * @param value at a point, in the axis' unit; empty where the line has a gap
   */
  record Line(String style, String label, Function<CurvePoint, OptionalDouble> value) {}

  void write(Html html) {
    html.open("div", "class", "legend").inline("h3", title);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (!lines.get(i).label().isEmpty()) {
        html.inline("span", lines.get(i).label(), "class", "key " + lines.get(i).style());
      }
    }
    html.close("div").line();
    html.open("div", "class", "scale");
    List<String> ticks = axis.ticks();
    for (int i = 0; i < ticks.size(); i++) {
      String place = "bottom:" + ReportTexts.percent((double) i / axis.steps());
      html.inline("span", ticks.get(i), "style", place);
    }
    html.close("div").line();
    html.open(
            "svg",
            "class",
            "plot",
            "viewBox",
            "0 0 " + number(frames) + " " + HEIGHT,
            "preserveAspectRatio",
            "none",
            "role",
            "img",
            "aria-label",
            description)
        .line();
    for (int i = 0; i <= axis.steps(); i++) {
      String y = number(HEIGHT - HEIGHT * (double) i / axis.steps());
      html.inline("path", "", "class", "grid", "d", "M0 " + y + "H" + number(frames)).line();
    }
    lines.forEach(line -> writeLine(html, line));
    writePoints(html);
    html.close("svg").line();
  }

  private void writeLine(Html html, Line line) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (CurvePoint point : points) {
      OptionalDouble found = line.value().apply(point);
      if (found.isPresent()) {
        path.append(drawing ? 'L' : 'M').append(number(point.middle())).append(' ');
        path.append(number(height(found.getAsDouble())));
        path.append(drawing ? "" : "h0"); // a point without neighbours is a dot
      }
      drawing = found.isPresent();
    }
    html.inline("path", "", "class", "line " + line.style(), "d", path.toString()).line();
  }

  private void writePoints(Html html) {
    html.open("g", "class", "points").line();
    for (CurvePoint point : points) {
      double width = point.last() - point.first() + 1;
      html.open(
              "rect",
              "x",
              number(point.middle() - width / 2),
              "width",
              number(width),
              "height",
              String.valueOf(HEIGHT))
          .inline("title", hover.apply(point))
          .close("rect")
          .line();
    }
    html.close("g").line();
  }

  private double height(double value) {
    return HEIGHT - HEIGHT * Math.max(0, Math.min(1, value / axis.end()));
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }
}
