package dev.frameloom.report;

import dev.frameloom.metric.Detail;
import dev.frameloom.metric.DetailMeter;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.metric.PictureDigest;
import dev.frameloom.metric.PixelMse;
import dev.frameloom.metric.SourceMotion;
import dev.frameloom.metric.VideoMeter;
import dev.frameloom.metric.WarpError;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Looks at an edited video beside its source, pair by pair, in memory that does not grow with its
 * length. For one thread.
 */
public final class EditEvaluation {

  /** Points of the curve, and columns of the slices: at least so many of a long video. */
  private static final int MOMENTS = 512;

  private static final int SHEET_COLUMNS = 8;

  /** More are kept than are shown, so that those that are shown are evenly spread. */
  private static final int SHEET_KEPT = 8 * SHEET_COLUMNS;

  private static final int WORST = 4;

  private final SourceMotion motion;
  private final OptionalInt wantedRow;
  private final SceneCuts cuts;
  private final WarpError editedError;
  private final WarpError sourceError;
  private final Map<Figure, VideoMeter> meters = new EnumMap<>(Figure.class);
  private final DetailMeter detail = new DetailMeter();
  private final LearnedMeters learned;
  private final PictureDigest sourceDigest = new PictureDigest();
  private final PictureDigest editedDigest = new PictureDigest();
  private final ErrorCurve curve = new ErrorCurve(MOMENTS);
  private final Thinned<SheetColumn> sheet = new Thinned<>(SHEET_KEPT);
  private final WorstFrames worst = new WorstFrames(WORST);
  private Optional<SliceColumns> slices = Optional.empty();
  private Optional<FramePair> last = Optional.empty();
  private long frames;

  /**
   * An evaluation of a video of which nothing was seen yet. What is given stays its owner's to
   * close.
   *
   * @param motion of the source
   * @param learned figures that need weights
   * @param row which row the slices show; empty for one that shows something
   * @param cutThreshold from which on a scene cut is seen, as windowing sees it; 0 sees none
   */
  public EditEvaluation(
      SourceMotion motion, LearnedMeters learned, OptionalInt row, double cutThreshold) {
    this.motion = motion;
    this.wantedRow = row;
    this.cuts = new SceneCuts(cutThreshold);
    this.editedError = new WarpError(motion);
    this.sourceError = new WarpError(motion);
    meters.put(Figure.PIXEL_MSE, new PixelMse(motion));
    meters.put(Figure.PSNR, FrameMeter.psnr());
    meters.put(Figure.SSIM, FrameMeter.ssim());
    this.learned = learned;
  }

  /** Looks at the next pair, of the first one's size. */
  public void add(FramePair pair) {
    if (cuts.next(pair.source())) {
      cut();
    }
    sourceDigest.add(pair.source());
    editedDigest.add(pair.edited());
    OptionalDouble error = editedError.add(pair.source(), pair.edited());
    OptionalDouble floor = sourceError.add(pair.source(), pair.source());
    Detail shown = detail.add(pair.source(), pair.edited());
    if (frames > 0) {
      curve.add(error, floor, shown);
    }
    if (error.isPresent()) {
      FramePair before = last.orElseThrow();
      worst.add(
          pair.index(),
          error.getAsDouble(),
          () ->
              WorstFrame.of(
                  before,
                  pair,
                  motion.between(before.source(), pair.source()),
                  error.getAsDouble(),
                  shown));
    }
    meters.values().forEach(meter -> meter.add(pair.source(), pair.edited()));
    learned.add(pair);
    if (slices.isEmpty()) {
      slices = Optional.of(new SliceColumns(wantedRow, pair.source().height(), MOMENTS));
    }
    slices.get().add(pair);
    sheet.add(() -> SheetColumn.of(pair));
    last = Optional.of(pair);
    frames++;
  }

  /** What comes next is not compared with what came before. */
  public void cut() {
    editedError.cut();
    sourceError.cut();
    meters.values().forEach(VideoMeter::cut);
    learned.cut();
  }

  /** The mean warp error so far; empty before the first pair that could be compared. */
  public OptionalDouble warpError() {
    return editedError.mean();
  }

  /**
   * What was found; ends the evaluation.
   *
   * @throws IllegalStateException where no frame was added
   */
  public EditReport report() {
    FramePair any = last.orElseThrow(() -> new IllegalStateException("no frame was added"));
    Map<Figure, OptionalDouble> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.WARP_ERROR, editedError.mean());
    figures.putAll(Figure.of(detail.mean()));
    meters.forEach((figure, meter) -> figures.put(figure, meter.mean()));
    figures.putAll(learned.figures());
    int width = any.source().width();
    int height = any.source().height();
    return new EditReport(
        frames,
        editedError.count(),
        cuts.count(),
        width,
        height,
        Collections.unmodifiableMap(figures),
        sourceError.mean(),
        sourceDigest.finish(),
        editedDigest.finish(),
        new EditReport.Scenes(
            sheet.spread(SHEET_COLUMNS),
            curve.points(),
            curve.stride(),
            slices.orElseThrow().slice(),
            worst.all()));
  }
}
