package dev.frameloom.report;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.report.TimeSlice.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Rows of frames over time, kept in bounded memory: the wanted row, or else some from all over the
 * picture, of which the one is shown in which the source changes the most, since a row of sky shows
 * nothing.
 */
public final class SliceColumns {

  /** Pixels of a row that are kept; longer rows are averaged down. */
  private static final int LONGEST = 320;

  private static final int CANDIDATES = 5;

  private final List<Integer> rows = new ArrayList<>();
  private final Thinned<Column> columns;

  private record Column(Moment moment, List<Line> lines) {}

  /** The same row of a frame and its edit, RGB. */
  @SuppressWarnings("ArrayRecordComponent") // made here and left alone
  private record Line(byte[] source, byte[] edited) {}

  /**
   * Nothing kept yet.
   *
   * @param row which row is wanted
   * @param height of the frames
   * @param most columns of a long video, at least; less than twice as many
   */
  public SliceColumns(OptionalInt row, int height, int most) {
    this.columns = new Thinned<>(most);
    if (row.isPresent()) {
      rows.add(Math.min(row.getAsInt(), height - 1));
      return;
    }
    for (int i = 1; i <= CANDIDATES; i++) {
      rows.add(i * height / (CANDIDATES + 1));
    }
  }

  /** The next frame of the video, and its edit. */
  public void add(FramePair pair) {
    columns.add(() -> column(pair));
  }

  private Column column(FramePair pair) {
    List<Line> lines = new ArrayList<>();
    for (int row : rows) {
      lines.add(new Line(line(pair.source(), row), line(pair.edited(), row)));
    }
    return new Column(new Moment(pair.index(), pair.seconds()), lines);
  }

  private static byte[] line(Picture picture, int row) {
    byte[] rgb = new byte[3 * picture.width()];
    System.arraycopy(picture.rgb(), row * rgb.length, rgb, 0, rgb.length);
    Picture line = new Picture(picture.width(), 1, rgb);
    return Pictures.resize(line, Math.min(LONGEST, picture.width()), 1).rgb();
  }

  /** Of at least one column. */
  public TimeSlice slice() {
    List<Column> all = columns.all();
    int shown = 0;
    for (int i = 1; i < rows.size(); i++) {
      if (change(all, i) > change(all, shown)) {
        shown = i;
      }
    }
    int row = shown;
    return new TimeSlice(
        rows.get(row),
        columns.stride(),
        all.stream().map(Column::moment).toList(),
        turned(all.stream().map(it -> it.lines().get(row).source()).toList()),
        turned(all.stream().map(it -> it.lines().get(row).edited()).toList()));
  }

  /** How much the source changes in a row from column to column, in levels. */
  private static long change(List<Column> columns, int row) {
    long sum = 0;
    for (int t = 1; t < columns.size(); t++) {
      byte[] before = columns.get(t - 1).lines().get(row).source();
      byte[] after = columns.get(t).lines().get(row).source();
      for (int i = 0; i < after.length; i++) {
        sum += Math.abs((after[i] & 0xff) - (before[i] & 0xff));
      }
    }
    return sum;
  }

  /** (T, X, 3) -> (X, T, 3). */
  private static Picture turned(List<byte[]> lines) {
    int width = lines.size();
    int height = lines.get(0).length / 3;
    byte[] rgb = new byte[3 * width * height];
    for (int t = 0; t < width; t++) {
      for (int x = 0; x < height; x++) {
        System.arraycopy(lines.get(t), 3 * x, rgb, 3 * (x * width + t), 3);
      }
    }
    return new Picture(width, height, rgb);
  }
}
