package dev.frameloom.report;

import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The curves of warp errors and of what there is to see, and the slices, one above the other on one
 * axis of time.
 */
final class TimelineView {

  private static final int TICKS = 5;
  private static final double SCALE = 1000;
  private static final String ERROR_TITLE = "Warp error, × 10⁻³";

  /** Grain may have a hundred times the source's energy; a curve of that would hide the rest. */
  private static final double MOST_RATIO = 2;

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
    writeDetail(html);
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
            + " pairs of frames, and the fine line of the errors the largest of them.";
  }

  private void writeCurve(Html html) {
    if (curve.stream().noneMatch(point -> point.mean().isPresent())) {
      html.open("div", "class", "legend").inline("h3", ERROR_TITLE).close("div").line();
      html.block("p", "No two frames could be compared.", "class", "nothing");
      return;
    }
    List<LinePlot.Line> lines = new ArrayList<>();
    if (stride > 1) {
      lines.add(new LinePlot.Line("largest", "", point -> scaled(point.largest())));
    }
    lines.add(new LinePlot.Line("source", "the source itself", point -> scaled(point.source())));
    lines.add(new LinePlot.Line("edited", "edited", point -> scaled(point.mean())));
    List<String> ticks = errors.ticks();
    String description =
        "warp error over time, from 0 to " + ticks.get(ticks.size() - 1) + " × 10⁻³";
    new LinePlot(ERROR_TITLE, description, curve, frames, errors, lines, this::errorText)
        .write(html);
  }

  /** What there is to see: a low error beside a low one of these says nothing. */
  private void writeDetail(Html html) {
    if (curve.isEmpty()) {
      return;
    }
    new LinePlot(
            "Edges and sharpness, 1 is a copy",
            "edge correlation and energies over time, from 0 to 2",
            curve,
            frames,
            Axis.upTo(MOST_RATIO),
            List.of(
                new LinePlot.Line("fine", "fine detail", CurvePoint::high),
                new LinePlot.Line("energy", "edge energy", CurvePoint::sobel),
                new LinePlot.Line("edges", "edge correlation", CurvePoint::edges)),
            TimelineView::detailText)
        .write(html);
  }

  private static OptionalDouble scaled(OptionalDouble error) {
    return error.isPresent() ? OptionalDouble.of(SCALE * error.getAsDouble()) : error;
  }

  private static String framesOf(CurvePoint point) {
    return "frames " + point.first() + " to " + (point.last() + 1) + ": ";
  }

  private String errorText(CurvePoint point) {
    if (point.mean().isEmpty()) {
      return framesOf(point) + "not compared";
    }
    return framesOf(point)
        + Figure.WARP_ERROR.text(point.mean().getAsDouble())
        + (point.first() == point.last()
            ? ""
            : ", at most " + Figure.WARP_ERROR.text(point.largest().orElse(0)))
        + "; the source itself "
        + Figure.WARP_ERROR.text(point.source().orElse(0));
  }

  private static String detailText(CurvePoint point) {
    return framesOf(point)
        + "edge correlation "
        + ratio(point.edges())
        + ", edge energy "
        + ratio(point.sobel())
        + ", fine detail "
        + ratio(point.high());
  }

  private static String ratio(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "–";
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
}
