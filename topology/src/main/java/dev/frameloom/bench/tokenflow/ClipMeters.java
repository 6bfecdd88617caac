package dev.frameloom.bench.tokenflow;

import dev.frameloom.image.Picture;
import dev.frameloom.metric.EdgeMap;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.metric.VideoMeter;
import dev.frameloom.metric.WarpError;
import java.util.OptionalDouble;

/** What an edited clip is worth beside its source. Holds native buffers until close(). */
final class ClipMeters implements AutoCloseable {

  private final VideoMeter warpError = new WarpError();
  private final VideoMeter psnr = FrameMeter.psnr();
  private final VideoMeter edges =
      new FrameMeter((source, edited) -> EdgeMap.of(source).correlation(EdgeMap.of(edited)));

  void add(Picture source, Picture edited) {
    warpError.add(source, edited);
    psnr.add(source, edited);
    edges.add(source, edited);
  }

  /** Mean squared difference of RGB in [0, 1] along the source's motion by DIS. */
  OptionalDouble warpError() {
    return warpError.mean();
  }

  /** Decibels, the mean over frames. */
  OptionalDouble psnr() {
    return psnr.mean();
  }

  /** −1 to 1, the mean over frames. */
  OptionalDouble edges() {
    return edges.mean();
  }

  @Override
  public void close() {
    warpError.close();
  }
}
