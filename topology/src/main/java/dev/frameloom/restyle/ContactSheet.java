package dev.frameloom.restyle;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.Pictures;
import dev.frameloom.media.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of a clip: source frames in one row, the edited ones below. Keeps at most twice the
 * wanted number of pairs: when there are more, every other one goes and the stride doubles, so that
 * a clip of unknown length is covered evenly in bounded memory.
 */
final class ContactSheet {

  private static final int CELL_WIDTH = 256;
  private static final int GAP = 4;

  private record Pair(Picture source, Picture edited) {}

  private final int columns;
  private final List<Pair> pairs = new ArrayList<>();
  private long stride = 1;
  private long seen;

  ContactSheet(int columns) {
    this.columns = columns;
  }

  void add(Picture source, Picture edited) {
    if (seen++ % stride != 0) {
      return;
    }
    pairs.add(new Pair(cell(source), cell(edited)));
    if (pairs.size() >= 2 * columns) {
      for (int i = pairs.size() - 1; i > 0; i -= 2) {
        pairs.remove(i);
      }
      stride *= 2;
    }
  }

  private static Picture cell(Picture picture) {
    int height = Math.max(1, Math.round(picture.height() * (float) CELL_WIDTH / picture.width()));
    return Pictures.resize(picture, CELL_WIDTH, height);
  }

  /**
   * Writes a PNG; nothing where no pair was seen.
   *
   * @throws dev.frameloom.media.MediaException where that can't be done
   */
  void write(Path file) {
    if (pairs.isEmpty()) {
      return;
    }
    int used = Math.min(columns, pairs.size());
    int cellHeight = pairs.get(0).source().height();
    int width = used * CELL_WIDTH + (used - 1) * GAP;
    int height = 2 * cellHeight + GAP;
    byte[] rgb = new byte[width * height * 3];
    java.util.Arrays.fill(rgb, (byte) 255);
    for (int i = 0; i < used; i++) {
      Pair pair = pairs.get(used == 1 ? 0 : i * (pairs.size() - 1) / (used - 1));
      int x = i * (CELL_WIDTH + GAP);
      paste(rgb, width, x, 0, pair.source());
      paste(
          rgb, width, x, cellHeight + GAP, Pictures.resize(pair.edited(), CELL_WIDTH, cellHeight));
    }
    Picture sheet = new Picture(width, height, rgb);
    ResultFile.write(
        file, it -> Files.write(it, PictureCodec.encode(sheet, ImageEncoding.PNG, 100)));
  }

  private static void paste(byte[] rgb, int width, int x, int y, Picture picture) {
    int rows = Math.min(picture.height(), rgb.length / 3 / width - y);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          picture.rgb(),
          row * picture.width() * 3,
          rgb,
          ((y + row) * width + x) * 3,
          picture.width() * 3);
    }
  }
}
