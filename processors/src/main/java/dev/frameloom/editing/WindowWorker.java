package dev.frameloom.editing;

import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.PendingWindow;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.deadletter.DeadLetterReason;
import dev.frameloom.deadletter.DeadLetters;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.WindowEditor;
import dev.frameloom.metric.Detail;
import dev.frameloom.windowing.EditSpecs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a window's frames, edits them, and encodes the result. What comes out depends on the
 * window, its frames and the model alone, but for the times it reports. Every window has an
 * outcome: one that can't be edited fails, and the stream goes on.
 */
public final class WindowWorker implements WindowWork {

  /** Method that changes nothing: pictures needn't even be decoded. */
  private static final String NO_METHOD = "none";

  /** For failures that may pass, such as a device that is out of memory. */
  private static final int TRIES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(WindowWorker.class);

  private final FrameFetcher fetcher;
  private final WindowEditor editor;
  private final WorkerConfig config;

  /** A worker that owns, and closes, what it works with. */
  public WindowWorker(FrameFetcher fetcher, WindowEditor editor, WorkerConfig config) {
    this.fetcher = fetcher;
    this.editor = editor;
    this.config = config;
  }

  @Override
  public WindowResult edit(PendingWindow pending) throws InterruptedException {
    try {
      return editOrRefuse(pending);
    } catch (FrameFetchException | KafkaException e) {
      throw e; // Kafka or the registry is at fault, not the window
    } catch (WindowRefusedException | RuntimeException | OutOfMemoryError e) {
      // tried again it would hold up the device, again and again
      KeyframeWindow window = pending.getWindow();
      return failed(window, LoadedWindow.empty(window, config), builder(pending), e);
    }
  }

  private ResultBuilder builder(PendingWindow pending) {
    return new ResultBuilder(pending, config);
  }

  private WindowResult editOrRefuse(PendingWindow pending)
      throws InterruptedException, WindowRefusedException {
    KeyframeWindow window = pending.getWindow();
    ResultBuilder result = builder(pending);
    Optional<String> problem = problem(window);
    if (problem.isPresent()) {
      throw new WindowRefusedException(problem.get());
    }
    boolean decode = !window.getEdit().getMethod().equals(NO_METHOD);
    long started = System.nanoTime();
    LoadedWindow loaded = LoadedWindow.load(window, fetcher, decode, config);
    result.stage("fetch", System.nanoTime() - started);
    loaded
        .problems()
        .forEach(
            (ref, why) ->
                result.bury(
                    loaded.isTrimmed(ref)
                        ? DeadLetterReason.TRIMMED_FRAME
                        : DeadLetterReason.UNDECODABLE_IMAGE,
                    why,
                    ref));
    if (loaded.published().isEmpty()) {
      return nothingToEdit(window, loaded, result);
    }
    if (!decode) {
      loaded
          .published()
          .forEach(ref -> result.addSource(ref, loaded.frame(ref), FrameOrigin.IDENTITY));
      return result.build(OutcomeStatus.EDITED, WindowOutcome.newBuilder());
    }
    EditedWindow edited;
    try {
      edited = edit(loaded.toEdit());
    } catch (EditException | IllegalArgumentException e) {
      return failed(window, loaded, result, e);
    }
    return publish(loaded, edited, result);
  }

  private static Optional<String> problem(KeyframeWindow window) {
    int frames = window.getFrames().size();
    if (window.getPublishFrom() < 0 || window.getPublishFrom() > frames) {
      return Optional.of(
          "publishFrom must be 0 to %d, found %d".formatted(frames, window.getPublishFrom()));
    }
    return EditSpecs.problem(window.getEdit());
  }

  private WindowResult nothingToEdit(
      KeyframeWindow window, LoadedWindow loaded, ResultBuilder result) {
    if (loaded.problems().isEmpty()) {
      return result.build(OutcomeStatus.EDITED, WindowOutcome.newBuilder());
    }
    return failed(
        window,
        loaded,
        result,
        new EditException("none of its frames can be read: " + loaded.problems().values()));
  }

  /** Another try is worth it unless the editor itself says that the window can't be edited. */
  private EditedWindow edit(WindowEdit window) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        EditedWindow edited = editor.edit(window);
        requireWhole(window, edited);
        return edited;
      } catch (EditException | IllegalArgumentException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        if (Thread.currentThread().isInterrupted()) {
          throw (InterruptedException) new InterruptedException("interrupted").initCause(e);
        }
        if (tries == TRIES) {
          throw new EditException("it failed %d times, last with %s".formatted(tries, e), e);
        }
        LOG.warn("editing failed, it is tried again: {}", e.toString());
      }
    }
  }

  private static void requireWhole(WindowEdit window, EditedWindow edited) {
    List<Long> expected =
        window.frames().stream().skip(window.publishFrom()).map(f -> f.sequence()).toList();
    List<Long> found = edited.pictures().stream().map(EditedPicture::sequence).toList();
    if (!found.equals(expected)) {
      throw new EditException(
          "the editor gave other frames: expected %s, found %s".formatted(expected, found));
    }
  }

  private static WindowResult publish(
      LoadedWindow loaded, EditedWindow edited, ResultBuilder result) {
    for (Map.Entry<EditStage, Long> stage : edited.stageNanos().entrySet()) {
      result.stage(nameOf(stage.getKey()), stage.getValue());
    }
    long started = System.nanoTime();
    List<FrameRef> published = loaded.published();
    for (int i = 0; i < published.size(); i++) {
      FrameRef ref = published.get(i);
      EditedPicture picture = edited.pictures().get(i);
      result.addEdited(
          ref, loaded.frame(ref), picture.picture(), FrameOrigin.valueOf(picture.origin().name()));
    }
    result.stage("encodeImage", System.nanoTime() - started);
    WindowOutcome.Builder outcome =
        WindowOutcome.newBuilder()
            .setModelName(edited.model().name())
            .setModelRevision(edited.model().revision())
            .setModelTrained(edited.model().trained())
            .setStepsRun(edited.stepsRun());
    edited.measures().warpError().ifPresent(outcome::setWarpError);
    edited.measures().detail().ifPresent(detail -> putDetail(outcome, detail));
    if (!loaded.isAnchorLost()) {
      return result.build(OutcomeStatus.EDITED, outcome);
    }
    return result.build(OutcomeStatus.DEGRADED, outcome.setDegradations(List.of("anchor-lost")));
  }

  private static void putDetail(WindowOutcome.Builder outcome, Detail detail) {
    detail.edgeCorrelation().ifPresent(outcome::setEdgeCorrelation);
    outcome.setSobelRatio(detail.sobelRatio());
    outcome.setHighFrequencyRatio(detail.highFrequencyRatio());
  }

  private WindowResult failed(
      KeyframeWindow window, LoadedWindow loaded, ResultBuilder result, Throwable failure) {
    String message =
        "window %d of %s/%s could not be edited: %s"
            .formatted(
                window.getWindowIndex(),
                window.getEdit().getStreamId(),
                window.getEdit().getEditId(),
                DeadLetters.cut(config.failures().of(failure)));
    LOG.warn("{} [{}]", message, failure.toString());
    LOG.debug("it failed with", failure);
    result.buryWindow(message, failure);
    if (window.getEdit().getGapPolicy() == GapPolicy.PASS_THROUGH) {
      loaded
          .published()
          .forEach(ref -> result.addSource(ref, loaded.frame(ref), FrameOrigin.PASSED_THROUGH));
    }
    return result.build(OutcomeStatus.FAILED, WindowOutcome.newBuilder().setError(message));
  }

  private static String nameOf(EditStage stage) {
    return switch (stage) {
      case ENCODE_LATENT -> "encodeLatent";
      case DENOISE -> "denoise";
      case DECODE_LATENT -> "decodeLatent";
      case PROPAGATE -> "propagate";
      case MEASURE -> "measure";
    };
  }

  @Override
  public void close() {
    fetcher.close();
    editor.close();
  }
}
