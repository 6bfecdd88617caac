package dev.frameloom.report;

import dev.frameloom.image.Picture;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The curve of warp errors and the slices, one above the other on one axis of time. */
final class TimelineView {

  private static final int TICKS = 5;
  private static final double SCALE = 1000;
  private static final int HEIGHT = 100;

  private final TimeSlice slice;
  private final List<CurvePoint> curve;
  private final long stride;
  private final double frames;
  private final Axis errors;

  TimelineView(EditReport.Scenes scenes) {
    this.slice = scenes.slice();
    this.curve = scenes.curve();
    this.stride = scenes.curveStride();
    this.frames = (double) slice.moments().size() * slice.stride();
    this.errors = Axis.upTo(SCALE * largest());
  }

  private double largest() {
    double largest = 0;
    for (CurvePoint point : curve) {
      largest = Math.max(largest, point.largest().orElse(0));
      largest = Math.max(largest, point.source().orElse(0));
    }
    return largest;
  }

  void write(Html html) {
    html.open("section").line().block("h2", "Over time");
    html.open("div", "class", "timeline").line();
    writeCurve(html);
    writeSlice(html, "Source", slice.source());
    writeSlice(html, "Edited", slice.edited());
    writeTimes(html);
    html.close("div").line();
    html.block("p", explanation(), "class", "aside");
    html.close("section").line();
  }

  private String explanation() {
    String text =
        "The slices show row "
            + slice.row()
            + " of every "
            + (slice.stride() == 1 ? "frame" : slice.stride() + "th frame")
            + " as one column, its left end above. What stands still draws a level line, what moves"
            + " a slanted one, and flicker upright stripes that the source does not have.";
    return stride == 1
        ? text
        : text
            + " A point of the curve is the mean of "
            + stride
            + " pairs of frames, and the fine line the largest of them.";
  }

  private void writeCurve(Html html) {
    html.open("div", "class", "legend").inline("h3", "Warp error, × 10⁻³");
    html.inline("span", "edited", "class", "key edited");
    html.inline("span", "the source itself", "class", "key source");
    html.close("div").line();
    if (curve.stream().noneMatch(point -> point.mean().isPresent())) {
      html.block("p", "No two frames could be compared.", "class", "nothing");
      return;
    }
    html.open("div", "class", "scale");
    List<String> ticks = errors.ticks();
    for (int i = 0; i < ticks.size(); i++) {
      html.inline("span", ticks.get(i), "style", "bottom:" + share(i, errors.steps()));
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
            "warp error over time, from 0 to " + ticks.get(ticks.size() - 1) + " × 10⁻³")
        .line();
    for (int i = 0; i <= errors.steps(); i++) {
      String y = number(HEIGHT - HEIGHT * (double) i / errors.steps());
      html.inline("path", "", "class", "grid", "d", "M0 " + y + "H" + number(frames)).line();
    }
    if (stride > 1) {
      writeLine(html, "largest", CurvePoint::largest);
    }
    writeLine(html, "source", CurvePoint::source);
    writeLine(html, "edited", CurvePoint::mean);
    writePoints(html);
    html.close("svg").line();
  }

  private void writeLine(Html html, String name, Function<CurvePoint, OptionalDouble> value) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (CurvePoint point : curve) {
      OptionalDouble found = value.apply(point);
      if (found.isPresent()) {
        path.append(drawing ? 'L' : 'M').append(number(middle(point))).append(' ');
        path.append(number(height(found.getAsDouble())));
        path.append(drawing ? "" : "h0"); // a point without neighbours is a dot
      }
      drawing = found.isPresent();
    }
    html.inline("path", "", "class", "line " + name, "d", path.toString()).line();
  }

  /** What is said where the pointer is. */
  private void writePoints(Html html) {
    html.open("g", "class", "points").line();
    for (CurvePoint point : curve) {
      double width = point.last() - point.first() + 1;
      html.open(
              "rect",
              "x",
              number(middle(point) - width / 2),
              "width",
              number(width),
              "height",
              String.valueOf(HEIGHT))
          .inline("title", text(point))
          .close("rect")
          .line();
    }
    html.close("g").line();
  }

  private static String text(CurvePoint point) {
    String frames = "frames " + point.first() + " to " + (point.last() + 1) + ": ";
    if (point.mean().isEmpty()) {
      return frames + "not compared";
    }
    return frames
        + Figure.WARP_ERROR.text(point.mean().getAsDouble())
        + (point.first() == point.last()
            ? ""
            : ", at most " + Figure.WARP_ERROR.text(point.largest().orElse(0)))
        + "; the source itself "
        + Figure.WARP_ERROR.text(point.source().orElse(0));
  }

  /** Where a pair of frames meets: between their columns of the slices. */
  private static double middle(CurvePoint point) {
    return 1 + (point.first() + point.last()) / 2.0;
  }

  private double height(double error) {
    return HEIGHT - HEIGHT * SCALE * error / errors.end();
  }

  private void writeSlice(Html html, String name, Picture picture) {
    html.open("div", "class", "legend").inline("h3", name).close("div").line();
    html.open("div", "class", "scale");
    html.inline("span", "right", "style", "bottom:0");
    html.inline("span", "left", "style", "bottom:100%");
    html.close("div").line();
    String description = name + ": row " + slice.row() + " over time";
    html.open(
            "img", "class", "slice", "alt", description, "src", ReportPicture.exact(picture).uri())
        .line();
  }

  private void writeTimes(Html html) {
    html.open("div", "class", "times");
    List<TimeSlice.Moment> moments = slice.moments();
    int ticks = Math.min(TICKS, moments.size());
    for (int i = 0; i < ticks; i++) {
      int at = ticks == 1 ? 0 : i * (moments.size() - 1) / (ticks - 1);
      TimeSlice.Moment moment = moments.get(at);
      html.open("span", "style", "left:" + ReportTexts.percent((at + 0.5) / moments.size()));
      html.inline("b", (i == 0 ? "frame " : "") + moment.frame()).text(" ");
      html.text(ReportTexts.time(moment.seconds())).close("span");
    }
    html.close("div").line();
  }

  private static String share(int part, int whole) {
    return ReportTexts.percent((double) part / whole);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }
}
