package dev.frameloom.restyle;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.PictureDigest;
import dev.frameloom.metric.WarpError;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks at every restyled frame beside its source: warp error, digest, contact sheet. Used by the
 * thread that records.
 */
final class ResultMeter implements AutoCloseable {

  private static final int SHEET_COLUMNS = 6;
  private static final Duration SOURCE_WAIT = Duration.ofSeconds(10);

  private final SourceFollower sources;
  private final StageClock clock;
  private final WarpError warpError = new WarpError();
  private final PictureDigest digest = new PictureDigest();
  private final ContactSheet sheet = new ContactSheet(SHEET_COLUMNS);

  ResultMeter(SourceFollower sources, StageClock clock) {
    this.sources = sources;
    this.clock = clock;
  }

  void add(EditedFrame frame, Picture edited) {
    long begin = System.nanoTime();
    digest.add(edited);
    Optional<Picture> source = sources.picture(frame.getSequence(), SOURCE_WAIT);
    if (source.isPresent()) {
      warpError.add(source.get(), edited);
      sheet.add(source.get(), edited);
    } else {
      warpError.cut(); // no source, no flow: the frames around it are not compared
    }
    clock.add(Stage.MEASURE, System.nanoTime() - begin);
  }

  OptionalDouble meanWarpError() {
    return warpError.mean();
  }

  String digest() {
    return digest.finish();
  }

  ContactSheet sheet() {
    return sheet;
  }

  @Override
  public void close() {
    warpError.close();
    sources.close();
  }
}
