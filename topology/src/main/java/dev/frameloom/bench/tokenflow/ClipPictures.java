package dev.frameloom.bench.tokenflow;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.media.ResultFile;
import dev.frameloom.report.FramePair;
import dev.frameloom.report.SliceColumns;
import dev.frameloom.report.TimeSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two pictures of a clip with a row for each edit: some of the frames side by side, and one row of
 * pixels over time, where what flickers has stripes. It is the middle one, or one above or below
 * where more moves in the source.
 */
final class ClipPictures {

  private static final int MOST_CELLS = 8;

  /** What a slice is scaled up to, about, so that single pixels are seen. */
  private static final int SLICE_WIDTH = 800;

  private static final int SLICE_HEIGHT = 240;

  private final BenchClip clip;
  private final int frames;
  private final Set<Integer> shown;
  private final CaptionedRows sheet = new CaptionedRows();
  private final CaptionedRows slices = new CaptionedRows();
  private final List<Picture> cells = new ArrayList<>();
  private SliceColumns columns;

  /** Pictures of so many frames. */
  ClipPictures(BenchClip clip, int frames) {
    this.clip = clip;
    this.frames = frames;
    int count = Math.min(MOST_CELLS, frames);
    shown =
        IntStream.range(0, count)
            .map(i -> i * (frames - 1) / Math.max(1, count - 1))
            .boxed()
            .collect(Collectors.toUnmodifiableSet());
    columns = newColumns();
  }

  private SliceColumns newColumns() {
    return new SliceColumns(OptionalInt.empty(), clip.frames().get(0).height(), frames);
  }

  /** The next frame of a row. */
  void add(EditedFrame frame) {
    if (shown.contains(frame.index())) {
      cells.add(frame.edited());
    }
    columns.add(new FramePair(frame.index(), 0, frame.source(), frame.edited()));
  }

  /** All frames of a row were added. */
  void end(String caption) {
    sheet.add(caption, cells);
    TimeSlice time = columns.slice();
    Picture slice = time.edited();
    int across = Math.max(1, SLICE_WIDTH / slice.width());
    int down = Math.max(1, SLICE_HEIGHT / slice.height());
    slices.add(caption + ", row " + time.row(), List.of(enlarged(slice, across, down)));
    cells.clear();
    columns = newColumns();
  }

  /** Each pixel becomes a block, so that nothing is smoothed. */
  private static Picture enlarged(Picture picture, int across, int down) {
    int width = picture.width() * across;
    int height = picture.height() * down;
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = 3 * (y / down * picture.width() + x / across);
        System.arraycopy(picture.rgb(), from, rgb, 3 * (y * width + x), 3);
      }
    }
    return new Picture(width, height, rgb);
  }

  /** Writes {@code NAME-frames.png} and {@code NAME-time.png}. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    write(folder.resolve(clip.name() + "-frames.png"), sheet.picture());
    write(folder.resolve(clip.name() + "-time.png"), slices.picture());
  }

  private static void write(Path file, Picture picture) {
    ResultFile.write(
        file, it -> Files.write(it, PictureCodec.encode(picture, ImageEncoding.PNG, 100)));
  }
}
