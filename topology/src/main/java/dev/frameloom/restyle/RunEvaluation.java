package dev.frameloom.restyle;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.SourceMotion;
import dev.frameloom.report.EditEvaluation;
import dev.frameloom.report.EditReport;
import dev.frameloom.report.FramePair;
import dev.frameloom.report.LearnedMeters;
import java.util.Optional;
import java.util.OptionalInt;

/** Evaluates a run's frames as they are recorded. For one thread. */
final class RunEvaluation {

  private static final double MICROS = 1e6;

  private final EditEvaluation evaluation;
  private long frames;
  private long firstTimeUs;

  RunEvaluation(SourceMotion motion, double cutThreshold) {
    LearnedMeters none = LearnedMeters.open(LearnedMeters.Choice.NONE);
    this.evaluation = new EditEvaluation(motion, none, OptionalInt.empty(), cutThreshold);
  }

  void add(EditedFrame frame, Picture source, Picture edited) {
    if (frames == 0) {
      firstTimeUs = frame.getCaptureTimeUs();
    }
    double seconds = (frame.getCaptureTimeUs() - firstTimeUs) / MICROS;
    evaluation.add(new FramePair(frames++, seconds, source, edited));
  }

  void cut() {
    evaluation.cut();
  }

  /** What was found; empty where there was no frame. */
  Optional<EditReport> report() {
    return frames == 0 ? Optional.empty() : Optional.of(evaluation.report());
  }
}
