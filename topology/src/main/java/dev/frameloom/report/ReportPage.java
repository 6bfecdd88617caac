package dev.frameloom.report;

import dev.frameloom.media.ResultFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report as one HTML file that needs nothing else: no network, no script, pictures inside. It
 * says nothing of when it was made: equal reports are equal bytes.
 *
 * @param report what was found
 * @param made of what, and how
 */
public record ReportPage(EditReport report, Provenance made) {

  private static final String STYLE = "report.css";

  /**
   * Writes the file.
   *
   * @throws dev.frameloom.media.MediaException where that can't be done
   */
  public void write(Path file) {
    ResultFile.write(file, it -> Files.writeString(it, html()));
  }

  String html() {
    Html html = new Html();
    html.doctype().open("html", "lang", "en").line();
    writeHead(html);
    html.open("body").line();
    writeTitle(html);
    writeFigures(html);
    writeSheet(html);
    new TimelineView(report.scenes()).write(html);
    writeWorst(html);
    writeSettings(html);
    html.close("body").close("html").line();
    return html.toString();
  }

  private void writeHead(Html html) {
    html.open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.open("meta", "name", "color-scheme", "content", "light dark").line();
    html.open(
            "meta",
            "http-equiv",
            "Content-Security-Policy",
            "content",
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'")
        .line();
    html.block("title", name(made.edited()) + " beside " + name(made.source()));
    html.style(style());
    html.close("head").line();
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream(STYLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last part of a path or an address. */
  private static String name(String location) {
    int slash = Math.max(location.lastIndexOf('/'), location.lastIndexOf('\\'));
    return slash == location.length() - 1 ? location : location.substring(slash + 1);
  }

  private void writeTitle(Html html) {
    html.open("header").line();
    html.open("h1").inline("span", name(made.edited())).text(" ");
    html.inline("small", "edited from " + name(made.source())).close("h1").line();
    if (!made.prompt().isEmpty()) {
      html.block("p", "“" + made.prompt() + "”", "class", "prompt");
    }
    html.block(
        "p",
        "%d %s of %d × %d pixels%s"
            .formatted(
                report.frames(),
                report.frames() == 1 ? "frame" : "frames",
                report.width(),
                report.height(),
                report.cuts() == 0
                    ? ""
                    : ", " + report.cuts() + " scene cuts, not compared across"),
        "class",
        "aside");
    if (!made.notes().isEmpty()) {
      html.open("ul", "class", "notes").line();
      made.notes().forEach(note -> html.block("li", note));
      html.close("ul").line();
    }
    html.close("header").line();
  }

  private void writeFigures(Html html) {
    html.open("section", "class", "figures").line();
    report
        .figures()
        .forEach(
            (figure, value) -> {
              html.open("article").line();
              html.block("h2", figure.label());
              html.block(
                  "p",
                  value.isPresent() ? figure.text(value.getAsDouble()) : "–",
                  "class",
                  "value");
              html.block("p", figure.better(), "class", "better");
              html.block("p", meaning(figure));
              html.close("article").line();
            });
    html.close("section").line();
  }

  private String meaning(Figure figure) {
    return figure == Figure.WARP_ERROR && report.sourceWarpError().isPresent()
        ? "%s The source itself has %s."
            .formatted(figure.meaning(), unbroken(figure, report.sourceWarpError().getAsDouble()))
        : figure.meaning();
  }

  private static String unbroken(Figure figure, double value) {
    return figure.text(value).replace(' ', '\u00a0');
  }

  private void writeSheet(Html html) {
    html.open("section").line().block("h2", "Frames");
    html.block("p", "Source above, edited below.", "class", "aside");
    html.open("div", "class", "sheet").line();
    for (SheetColumn column : report.scenes().sheet()) {
      String when = ReportTexts.frame(column.frame(), column.seconds());
      html.open("figure").line();
      writePicture(html, column.source(), "source, " + when);
      writePicture(html, column.edited(), "edited, " + when);
      html.block("figcaption", when);
      html.close("figure").line();
    }
    html.close("div").line();
    html.close("section").line();
  }

  private static void writePicture(Html html, ReportPicture picture, String description) {
    html.open(
            "img",
            "alt",
            description,
            "width",
            String.valueOf(picture.width()),
            "height",
            String.valueOf(picture.height()),
            "src",
            picture.uri())
        .line();
  }

  private void writeWorst(Html html) {
    if (report.scenes().worst().isEmpty()) {
      return;
    }
    html.open("section").line().block("h2", "Worst frames");
    html.block(
        "p",
        ("The largest warp errors, at least %d frames apart: the frame before, moved along the source's"
                + " motion; the frame itself; and their difference, %d times as bright. Blue is what only"
                + " one of the two source frames shows: it is not counted.")
            .formatted(WorstFrames.APART, WorstFrame.GAIN),
        "class",
        "aside");
    for (WorstFrame worst : report.scenes().worst()) {
      String when = ReportTexts.frame(worst.frame(), worst.seconds());
      html.open("article", "class", "worst").line();
      html.block(
          "h3",
          "F%s: %s over %.0f %% of the pixels; %s"
              .formatted(
                  when.substring(1),
                  Figure.WARP_ERROR.text(worst.error()),
                  100 * worst.share(),
                  DetailText.of(worst.shown())));
      html.open("div").line();
      writePanel(html, worst.warped(), "frame " + (worst.frame() - 1) + ", moved");
      writePanel(html, worst.edited(), "frame " + worst.frame());
      writePanel(html, worst.difference(), "difference");
      html.close("div").close("article").line();
    }
    html.close("section").line();
  }

  private static void writePanel(Html html, ReportPicture picture, String caption) {
    html.open("figure").line();
    writePicture(html, picture, caption);
    html.block("figcaption", caption);
    html.close("figure").line();
  }

  private void writeSettings(Html html) {
    html.open("section").line().block("h2", "Made with");
    html.open("table").line();
    made.settings().forEach((name, value) -> writeRow(html, name, value));
    writeRow(html, "Pixels of the source", "SHA-256 " + report.sourceDigest());
    writeRow(html, "Pixels of the edit", "SHA-256 " + report.editedDigest());
    writeRow(html, "By", Libraries.versions());
    html.close("table").line();
    html.close("section").line();
  }

  private static void writeRow(Html html, String name, String value) {
    html.open("tr").inline("th", name, "scope", "row");
    html.inline("td", value).close("tr").line();
  }
}
