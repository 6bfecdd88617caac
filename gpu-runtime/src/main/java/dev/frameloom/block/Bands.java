package dev.frameloom.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture (B, C, H, W) as bands of rows, from top to bottom, each (B, C, h, W). Layers go from
 * band to band and see a row of each neighbour; group norms take their moments over all bands. So a
 * layer computes what it computes of the whole picture, but needs its working memory for one band
 * only, and its input goes as its output comes.
 *
 * <p>A layer consumes the bands that it is given: it closes them. A picture in one band is handed
 * to the layer's kernel as it is.
 */
public final class Bands implements AutoCloseable {

  private final NDManager owner;
  private final NDManager scope;
  private final List<NDArray> bands = new ArrayList<>();

  /** Last rows of bands that were released. */
  private final List<NDArray> lastRows = new ArrayList<>();

  private Bands(NDManager owner) {
    this.owner = owner;
    scope = owner.newSubManager();
  }

  /**
   * Cuts a picture. The bands are views: they copy nothing, and the picture must outlive them.
   *
   * @param owner closes the bands, and what layers make of them, at the latest
   * @param picture (B, C, H, W)
   * @param rows in a band, at least 1; the last band has what remains
   */
  public static Bands cut(NDManager owner, NDArray picture, int rows) {
    Bands bands = new Bands(owner);
    int height = (int) picture.getShape().get(2);
    for (int start = 0; start < height; start += Math.min(rows, height)) {
      int end = height - start > rows ? start + rows : height;
      bands.add(Kernels.call(bands.scope, "rows", picture, start, end));
    }
    return bands;
  }

  /** A layer over a whole picture. */
  @FunctionalInterface
  public interface WholeLayer {
    /** Applies it: (B, C, H, W) to whatever it makes, attached to the scope. */
    NDArray apply(NDManager scope, NDArray picture);
  }

  /** A layer over a band with its neighbours' rows. */
  @FunctionalInterface
  public interface BandLayer {
    /** Applies it to (B, C, h + 2 − top − bottom, W); the result is attached to the scope. */
    NDArray apply(NDManager scope, NDArray rows, int top, int bottom);
  }

  /** How many bands there are. */
  public int count() {
    return bands.size();
  }

  /** Whether the picture is in one band. */
  public boolean isWhole() {
    return bands.size() == 1;
  }

  /** What bands in the making are attached to until they are taken over. */
  NDManager scope() {
    return scope;
  }

  /** A band without its neighbours' rows. */
  NDArray band(int index) {
    return bands.get(index);
  }

  /** Takes over a band, as the next one. */
  void add(NDArray band) {
    band.attach(scope);
    bands.add(band);
  }

  /** New bands of the same owner, none so far. */
  Bands none() {
    return new Bands(owner);
  }

  /** A picture in one band through a layer. */
  public Bands whole(WholeLayer layer) {
    Bands result = none();
    result.add(layer.apply(result.scope, bands.get(0)));
    close();
    return result;
  }

  /** All bands as one picture through a layer that keeps the size, and cut as before. */
  public Bands joined(WholeLayer layer) {
    int rows = (int) bands.get(0).getShape().get(2);
    Bands result = none();
    NDArray found = layer.apply(result.scope, join(result.scope));
    try (Bands cut = cut(result.scope, found, rows)) {
      cut.bands.forEach(result::add);
    }
    return result;
  }

  /** All bands through a layer, each for itself. */
  public Bands each(WholeLayer layer) {
    Bands result = none();
    for (NDArray band : bands) {
      result.add(layer.apply(result.scope, band));
      band.close();
    }
    close();
    return result;
  }

  /** All bands, with their neighbours' rows, through a layer. */
  public Bands convolved(BandLayer layer) {
    Bands result = none();
    for (int i = 0; i < count(); i++) {
      result.add(convolved(result.scope, i, layer));
      release(i);
    }
    close();
    return result;
  }

  /** One band, with its neighbours' rows, through a layer. Consumes nothing. */
  NDArray convolved(NDManager into, int index, BandLayer layer) {
    int top = index == 0 ? 1 : 0;
    int bottom = index == count() - 1 ? 1 : 0;
    return Scopes.within(
        into, inner -> layer.apply(inner, withNeighbours(inner, index), top, bottom));
  }

  private NDArray withNeighbours(NDManager inner, int index) {
    NDArray band = bands.get(index);
    List<NDArray> parts = new ArrayList<>();
    if (index > 0) {
      parts.add(index <= lastRows.size() ? lastRows.get(index - 1) : lastRow(inner, index - 1));
    }
    parts.add(band);
    if (index < count() - 1) {
      parts.add(Kernels.call(inner, "rows", bands.get(index + 1), 0, 1));
    }
    // (B, C, 1, W), (B, C, h, W), (B, C, 1, W) -> (B, C, h + 2, W)
    return parts.size() == 1
        ? band
        : Kernels.call(inner, "concat", new TensorList(inner, parts), 2);
  }

  private NDArray lastRow(NDManager into, int index) {
    NDArray band = bands.get(index);
    int height = (int) band.getShape().get(2);
    return Kernels.call(into, "copied_rows", band, height - 1, height);
  }

  /** Frees a band but for its last row, which the next one will ask for; in order. */
  void release(int index) {
    lastRows.add(lastRow(scope, index));
    bands.get(index).close();
  }

  /**
   * Moments over all bands for group norms.
   *
   * @return (B, G, 2), FLOAT64: means of x and of x²; attached to these bands
   */
  NDArray moments(int groups) {
    NDArray sums = Kernels.call(scope, "group_sums", bands.get(0), groups);
    long height = bands.get(0).getShape().get(2);
    for (NDArray band : bands.subList(1, count())) {
      try (NDArray before = sums;
          NDArray more = Kernels.call(scope, "group_sums", band, groups)) {
        sums = Kernels.call(scope, "add", before, more);
      }
      height += band.getShape().get(2);
    }
    long channels = bands.get(0).getShape().get(1);
    double numbers = (double) channels / groups * height * bands.get(0).getShape().get(3);
    return Kernels.call(scope, "scaled", sums, 1 / numbers);
  }

  /** The whole picture in one piece, as a copy attached to the scope given. Closes the bands. */
  public NDArray join(NDManager into) {
    try (NDManager inner = into.newSubManager()) {
      NDArray joined = Kernels.call(inner, "concat", new TensorList(inner, bands), 2);
      close();
      return Kernels.call(into, "plain", joined);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
