package dev.frameloom.evaluate;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Lettering;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.Pictures;
import dev.frameloom.style.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A picture of edited frames, to look at: a column for each frame, the source on top and a row for
 * each style below.
 */
public final class StyleSheet {

  private static final int GAP = 4;
  private static final int LABELS = 124;
  private static final int HEADER = 40;

  private final int cell;
  private final Map<Column, Map<Style, Picture>> columns = new LinkedHashMap<>();

  private record Column(String clip, long index) {}

  /**
   * An empty sheet.
   *
   * @param cell width and height of a frame on it, pixels
   */
  public StyleSheet(int cell) {
    this.cell = cell;
  }

  /** Puts a frame on the sheet. */
  public void add(EditedFrame frame) {
    Map<Style, Picture> column =
        columns.computeIfAbsent(
            new Column(frame.clip(), frame.index()), key -> new EnumMap<>(Style.class));
    column.put(Style.PHOTO, Pictures.resize(frame.source(), cell, cell));
    column.put(frame.style(), Pictures.resize(frame.edited(), cell, cell));
  }

  /** Writes a PNG; nothing where there is no frame. */
  public void write(Path file) throws IOException {
    if (!columns.isEmpty()) {
      Files.write(file, PictureCodec.encode(picture(), ImageEncoding.PNG, 100));
    }
  }

  Picture picture() {
    List<Style> rows =
        List.copyOf(
            new TreeSet<>(columns.values().stream().flatMap(it -> it.keySet().stream()).toList()));
    int width = LABELS + columns.size() * (cell + GAP);
    int height = HEADER + rows.size() * (cell + GAP);
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) 255);
    int left = LABELS;
    for (Map<Style, Picture> column : columns.values()) {
      for (int row = 0; row < rows.size(); row++) {
        Picture picture = column.get(rows.get(row));
        if (picture != null) {
          paste(rgb, width, left, HEADER + row * (cell + GAP), picture);
        }
      }
      left += cell + GAP;
    }
    return Lettering.on(new Picture(width, height, rgb), labels(rows));
  }

  private static void paste(byte[] rgb, int width, int left, int top, Picture picture) {
    int line = 3 * picture.width();
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(picture.rgb(), y * line, rgb, 3 * ((top + y) * width + left), line);
    }
  }

  private List<Lettering.Line> labels(List<Style> rows) {
    List<Lettering.Line> labels = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      String label = rows.get(row) == Style.PHOTO ? "source" : rows.get(row).label();
      int baseline = HEADER + row * (cell + GAP) + cell / 2 + Lettering.HEIGHT / 3;
      labels.add(new Lettering.Line(label, GAP, baseline, LABELS - GAP));
    }
    int left = LABELS;
    for (Column column : columns.keySet()) {
      labels.add(new Lettering.Line(column.clip(), left, Lettering.HEIGHT, cell));
      labels.add(new Lettering.Line("frame " + column.index(), left, 2 * Lettering.HEIGHT, cell));
      left += cell + GAP;
    }
    return labels;
  }
}
