package dev.frameloom.bench.tokenflow;

import dev.frameloom.image.Picture;
import dev.frameloom.metric.Detail;
import dev.frameloom.metric.DetailMeter;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.metric.VideoMeter;
import dev.frameloom.metric.WarpError;
import java.util.List;
import java.util.OptionalDouble;

/** What an edited clip is worth beside its source. Holds native buffers until close(). */
final class ClipMeters implements AutoCloseable {

  static final String WARP_ERROR = "warp_error";

  /** What the columns of {@link #detailColumns} are. */
  static final String DETAIL_NOTE =
      "edges: correlation with the source's; energy, fine: of the gradient and of high frequencies, by"
          + " the source's (1: a copy; a blur is below)";

  private final VideoMeter warpError = new WarpError();
  private final VideoMeter psnr = FrameMeter.psnr();
  private final DetailMeter detail = new DetailMeter();

  void add(Picture source, Picture edited) {
    warpError.add(source, edited);
    psnr.add(source, edited);
    detail.add(source, edited);
  }

  /** Mean squared difference of RGB in [0, 1] along the source's motion by DIS. */
  OptionalDouble warpError() {
    return warpError.mean();
  }

  /** Decibels, the mean over frames. */
  OptionalDouble psnr() {
    return psnr.mean();
  }

  /** Puts them into a row. */
  void putInto(ResultTable.Row row) {
    row.put(WARP_ERROR, warpError()).put("psnr", psnr());
    detail.mean().ifPresent(mean -> put(row, mean));
  }

  /** What an edit shows of its source. */
  static void put(ResultTable.Row row, Detail detail) {
    row.put("edge_correlation", detail.edgeCorrelation());
    row.put("sobel_ratio", detail.sobelRatio());
    row.put("high_frequency_ratio", detail.highFrequencyRatio());
  }

  /** Those that stand beside a warp error. */
  static List<Column> detailColumns() {
    return List.of(
        Column.number("edge_correlation", "edges", 3),
        Column.number("sobel_ratio", "energy", 3),
        Column.number("high_frequency_ratio", "fine", 3));
  }

  @Override
  public void close() {
    warpError.close();
  }
}
