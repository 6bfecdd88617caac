package dev.frameloom.editing;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.PendingWindow;
import dev.frameloom.avro.WindowOutcome;
import dev.frameloom.deadletter.DeadLetterReason;
import dev.frameloom.deadletter.DeadLetters;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects what is published about one window. */
final class ResultBuilder {

  /** Room for key, header and the other fields beside the picture: the ids, twice, above all. */
  private static final int RECORD_OVERHEAD = 4096;

  /**
   * Of a gap that the window has had from the start; windowing gave it a dead letter if it came.
   */
  private static final String NOT_RECEIVED = "not-received";

  private static final DeadLetters DEAD_LETTERS = new DeadLetters("editing");

  private final PendingWindow pending;
  private final KeyframeWindow window;
  private final EditSpec edit;
  private final WorkerConfig config;
  private final List<EditedFrame> frames = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final Map<Long, DeadLetterReason> reasons = new HashMap<>();
  private final Map<String, Long> stageMicros = new HashMap<>();

  ResultBuilder(PendingWindow pending, WorkerConfig config) {
    this.pending = pending;
    this.window = pending.getWindow();
    this.edit = window.getEdit();
    this.config = config;
  }

  void stage(String name, long nanos) {
    stageMicros.merge(name, nanos / 1000, Long::sum);
  }

  /** A frame that the model changed. */
  void addEdited(FrameRef ref, Frame source, Picture picture, FrameOrigin origin) {
    ImageEncoding encoding = edit.getOutputEncoding();
    ByteBuffer image;
    if (origin == FrameOrigin.IDENTITY && source.getEncoding() == encoding) {
      image = source.getImage();
    } else {
      image =
          ByteBuffer.wrap(
              PictureCodec.encode(
                  picture,
                  dev.frameloom.image.ImageEncoding.valueOf(encoding.name()),
                  edit.getOutputQuality()));
    }
    add(ref, source, picture.width(), picture.height(), encoding, image, origin);
  }

  /** A frame as it was. */
  void addSource(FrameRef ref, Frame source, FrameOrigin origin) {
    add(
        ref,
        source,
        source.getWidth(),
        source.getHeight(),
        source.getEncoding(),
        source.getImage(),
        origin);
  }

  private void add(
      FrameRef ref,
      Frame source,
      int width,
      int height,
      ImageEncoding encoding,
      ByteBuffer image,
      FrameOrigin origin) {
    long size = (long) image.remaining() + RECORD_OVERHEAD;
    if (size > config.maxRecordBytes()) {
      bury(
          DeadLetterReason.TOO_LARGE,
          "edited frame %d takes %d bytes, its topic takes %d: raise the topics' max.message.bytes, or lower the edit's outputQuality"
              .formatted(ref.getSequence(), size, config.maxRecordBytes()),
          ref);
      return;
    }
    frames.add(
        new EditedFrame(
            edit.getStreamId(),
            edit.getEditId(),
            edit.getRevision(),
            window.getWindowIndex(),
            ref.getSequence(),
            source.getCaptureTimeUs(),
            source.getDurationUs(),
            width,
            height,
            encoding,
            image,
            origin,
            window.getEndOfStream() && ref.getSequence() == window.getLastSequence()));
  }

  /** A dead letter about a frame. */
  void bury(DeadLetterReason reason, String message, FrameRef ref) {
    reasons.put(ref.getSequence(), reason);
    deadLetters.add(DEAD_LETTERS.of(reason, message, edit.getStreamId(), ref).build());
  }

  /** A dead letter about the window. */
  void buryWindow(String message, Throwable cause) {
    deadLetters.add(
        DEAD_LETTERS
            .of(
                DeadLetterReason.EDIT_FAILED,
                message,
                pending.getTopic(),
                pending.getPartition(),
                pending.getOffset())
            .setStreamId(edit.getStreamId())
            .setSequence(window.getFirstSequence())
            .setException(config.failures().cause(cause))
            .setKey(DeadLetters.bytes(pending.getKey()))
            .build());
  }

  /**
   * The result.
   *
   * @param outcome how it went; what this builder knows is added
   */
  WindowResult build(OutcomeStatus status, WindowOutcome.Builder outcome) {
    markEnd();
    List<Long> gaps = gaps();
    int keyframes =
        (int) frames.stream().filter(f -> f.getOrigin() == FrameOrigin.KEYFRAME).count();
    return new WindowResult(
        frames,
        outcome
            .setEdit(edit)
            .setWindowIndex(window.getWindowIndex())
            .setStatus(status)
            .setFirstSequence(window.getFirstSequence())
            .setLastSequence(window.getLastSequence())
            .setFramesPublished(frames.size())
            .setKeyframes(keyframes)
            .setGaps(gaps)
            .setGapCaptureTimesUs(captureTimes(gaps))
            .setGapReasons(reasons(gaps))
            .setStageMicros(Map.copyOf(stageMicros))
            .setEndOfStream(window.getEndOfStream())
            .build(),
        deadLetters);
  }

  /** Where the last sequences are skipped, the frame before them is the stream's last. */
  private void markEnd() {
    if (!window.getEndOfStream() || edit.getGapPolicy() != GapPolicy.SKIP || frames.isEmpty()) {
      return;
    }
    EditedFrame last = frames.remove(frames.size() - 1);
    frames.add(
        new EditedFrame(
            last.getStreamId(),
            last.getEditId(),
            last.getRevision(),
            last.getWindowIndex(),
            last.getSequence(),
            last.getCaptureTimeUs(),
            last.getDurationUs(),
            last.getWidth(),
            last.getHeight(),
            last.getEncoding(),
            last.getImage(),
            last.getOrigin(),
            true));
  }

  /** Whatever the window answers for and doesn't publish. */
  private List<Long> gaps() {
    TreeSet<Long> gaps = new TreeSet<>(window.getMissing());
    window.getFrames().stream()
        .skip(Math.max(0, window.getPublishFrom()))
        .forEach(ref -> gaps.add(ref.getSequence()));
    frames.forEach(frame -> gaps.remove(frame.getSequence()));
    return List.copyOf(gaps);
  }

  private List<String> reasons(List<Long> gaps) {
    Set<Long> missing = Set.copyOf(window.getMissing());
    return gaps.stream()
        .map(
            gap ->
                missing.contains(gap)
                    ? NOT_RECEIVED
                    : reasons.getOrDefault(gap, DeadLetterReason.EDIT_FAILED).word())
        .toList();
  }

  private List<Long> captureTimes(List<Long> gaps) {
    Map<Long, Long> known = new HashMap<>();
    window.getFrames().forEach(ref -> known.put(ref.getSequence(), ref.getCaptureTimeUs()));
    return gaps.stream().map(gap -> known.getOrDefault(gap, -1L)).toList();
  }
}
