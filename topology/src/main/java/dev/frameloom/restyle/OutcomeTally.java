package dev.frameloom.restyle;

import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.metric.Detail;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Adds up the outcomes of one stream and edit. Thread-safe; an outcome counts once. */
final class OutcomeTally {

  private static final Map<String, Stage> STAGES =
      Map.of(
          "fetch", Stage.FETCH,
          "encodeLatent", Stage.ENCODE_LATENT,
          "denoise", Stage.DENOISE,
          "decodeLatent", Stage.DECODE_LATENT,
          "propagate", Stage.PROPAGATE,
          "measure", Stage.MEASURE,
          "encodeImage", Stage.REPUBLISH);

  private static final Comparator<UnsteadyWindow> UNSTEADIER =
      Comparator.comparingDouble(UnsteadyWindow::warpError)
          .thenComparing(UnsteadyWindow::window, Comparator.reverseOrder());

  private final StageClock clock;
  private final BitSet seen = new BitSet();
  private String firstError = "";
  private long keyframes;
  private long failed;
  private long gaps;
  private long framesPublished;
  private String model = "";
  private String modelRevision = "";
  private boolean modelTrained;
  private OptionalLong lastSequence = OptionalLong.empty();
  private Optional<UnsteadyWindow> unsteadiest = Optional.empty();

  OutcomeTally(StageClock clock) {
    this.clock = clock;
  }

  /** Adds an outcome; false where its window has had one already. */
  synchronized boolean add(WindowOutcome outcome) {
    int index = Math.toIntExact(outcome.getWindowIndex());
    if (seen.get(index)) {
      return false;
    }
    seen.set(index);
    keyframes += outcome.getKeyframes();
    gaps += outcome.getGaps().size();
    framesPublished += outcome.getFramesPublished();
    if (outcome.getStatus() == OutcomeStatus.FAILED) {
      failed++;
    }
    if (firstError.isEmpty() && outcome.getError() != null) {
      firstError = outcome.getError();
    }
    if (!outcome.getModelName().isEmpty()) {
      model = outcome.getModelName();
      modelRevision = outcome.getModelRevision();
      modelTrained = outcome.getModelTrained();
    }
    outcome
        .getStageMicros()
        .forEach(
            (name, micros) -> {
              Stage stage = STAGES.get(name);
              if (stage != null) {
                clock.add(stage, micros * 1000);
              }
            });
    Double warpError = outcome.getWarpError();
    if (warpError != null) {
      keepUnsteadier(outcome, warpError);
    }
    if (outcome.getEndOfStream()) {
      lastSequence = OptionalLong.of(outcome.getLastSequence());
    }
    return true;
  }

  /** Of equal ones the earlier, whichever outcome came first. */
  private void keepUnsteadier(WindowOutcome outcome, double warpError) {
    UnsteadyWindow window =
        new UnsteadyWindow(
            outcome.getWindowIndex(),
            outcome.getFirstSequence(),
            outcome.getLastSequence(),
            warpError,
            detail(outcome));
    if (unsteadiest.isEmpty() || UNSTEADIER.compare(window, unsteadiest.get()) > 0) {
      unsteadiest = Optional.of(window);
    }
  }

  private static Optional<Detail> detail(WindowOutcome outcome) {
    Double edges = outcome.getEdgeCorrelation();
    Double sobel = outcome.getSobelRatio();
    Double high = outcome.getHighFrequencyRatio();
    return sobel == null || high == null
        ? Optional.empty()
        : Optional.of(
            new Detail(
                edges == null ? OptionalDouble.empty() : OptionalDouble.of(edges), sobel, high));
  }

  /** The window with the largest error; empty where none was measured. */
  synchronized Optional<UnsteadyWindow> unsteadiest() {
    return unsteadiest;
  }

  synchronized long windows() {
    return seen.cardinality();
  }

  synchronized long keyframes() {
    return keyframes;
  }

  synchronized long failed() {
    return failed;
  }

  synchronized long gaps() {
    return gaps;
  }

  /** Frames that windows published: of a run of which none could be edited, none. */
  synchronized long framesPublished() {
    return framesPublished;
  }

  synchronized String model() {
    return model;
  }

  synchronized String modelRevision() {
    return modelRevision;
  }

  synchronized boolean modelTrained() {
    return modelTrained;
  }

  /** The first error, if any: what a run without a single good window reports. */
  synchronized String firstError() {
    return firstError;
  }

  /** The stream's last sequence, once the last window has an outcome and so have all before it. */
  synchronized OptionalLong complete() {
    return seen.cardinality() == seen.length() ? lastSequence : OptionalLong.empty();
  }
}
