package dev.frameloom.restyle;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.flow.DisFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.Detail;
import dev.frameloom.metric.DetailMeter;
import dev.frameloom.metric.PictureDigest;
import dev.frameloom.metric.SourceMotion;
import dev.frameloom.metric.WarpError;
import dev.frameloom.report.EditReport;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks at every restyled frame beside its source: warp error, edges and sharpness, digest, contact
 * sheet. Used by the thread that records.
 */
final class ResultMeter implements AutoCloseable {

  private static final int SHEET_COLUMNS = 6;
  private static final Duration SOURCE_WAIT = Duration.ofSeconds(10);

  private final SourceFollower sources;
  private final StageClock clock;
  private final SourceMotion motion = new SourceMotion(new DisFlow());
  private final WarpError warpError = new WarpError(motion);
  private final DetailMeter detail = new DetailMeter();
  private final PictureDigest digest = new PictureDigest();
  private final ContactSheet sheet = new ContactSheet(SHEET_COLUMNS);
  private final Optional<RunEvaluation> evaluation;

  /**
   * A meter that has seen nothing.
   *
   * @param cutThreshold evaluates for a report, and sees scene cuts from this on; empty does
   *     neither
   */
  ResultMeter(SourceFollower sources, StageClock clock, OptionalDouble cutThreshold) {
    this.sources = sources;
    this.clock = clock;
    this.evaluation =
        cutThreshold.isPresent()
            ? Optional.of(new RunEvaluation(motion, cutThreshold.getAsDouble()))
            : Optional.empty();
  }

  void add(EditedFrame frame, Picture edited) {
    long begin = System.nanoTime();
    digest.add(edited);
    Optional<Picture> source = sources.picture(frame.getSequence(), SOURCE_WAIT);
    if (source.isPresent()) {
      warpError.add(source.get(), edited);
      detail.add(source.get(), edited);
      sheet.add(source.get(), edited);
      evaluation.ifPresent(it -> it.add(frame, source.get(), edited));
    } else {
      warpError.cut(); // no source, no flow: the frames around it are not compared
      evaluation.ifPresent(RunEvaluation::cut);
    }
    clock.add(Stage.EVALUATE, System.nanoTime() - begin);
  }

  OptionalDouble meanWarpError() {
    return warpError.mean();
  }

  /** Whether there is anything to see; empty where no frame was compared. */
  Optional<Detail> meanDetail() {
    return detail.mean();
  }

  String digest() {
    return digest.finish();
  }

  ContactSheet sheet() {
    return sheet;
  }

  /** What a report shows; empty where none is wanted, and where no frame was recorded. */
  Optional<EditReport> report() {
    return evaluation.flatMap(RunEvaluation::report);
  }

  @Override
  public void close() {
    motion.close();
    sources.close();
  }
}
