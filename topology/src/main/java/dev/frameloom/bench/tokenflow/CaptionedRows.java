package dev.frameloom.bench.tokenflow;

import dev.frameloom.image.Lettering;
import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A picture of rows of pictures, each under its caption. */
final class CaptionedRows {

  private static final int GAP = 4;
  private static final int CAPTION = Lettering.HEIGHT + GAP;

  private final List<Row> rows = new ArrayList<>();

  private record Row(String caption, List<Picture> cells) {

    private int width() {
      return cells.stream().mapToInt(cell -> cell.width() + GAP).sum() - GAP;
    }

    private int height() {
      return cells.stream().mapToInt(Picture::height).max().orElse(0);
    }
  }

  /** A row below the others. */
  void add(String caption, List<Picture> cells) {
    rows.add(new Row(caption, List.copyOf(cells)));
  }

  /** All of it, on white. */
  Picture picture() {
    int width = rows.stream().mapToInt(Row::width).max().orElse(1);
    int height = rows.stream().mapToInt(row -> CAPTION + row.height() + GAP).sum();
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 255);
    List<Lettering.Line> captions = new ArrayList<>();
    int top = 0;
    for (Row row : rows) {
      captions.add(new Lettering.Line(row.caption(), 2, top + Lettering.HEIGHT - 1, width - 2));
      int left = 0;
      for (Picture cell : row.cells()) {
        paste(rgb, width, left, top + CAPTION, cell);
        left += cell.width() + GAP;
      }
      top += CAPTION + row.height() + GAP;
    }
    return Lettering.on(new Picture(width, height, rgb), captions);
  }

  private static void paste(byte[] rgb, int width, int left, int top, Picture picture) {
    int line = 3 * picture.width();
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(picture.rgb(), y * line, rgb, 3 * ((top + y) * width + left), line);
    }
  }
}
