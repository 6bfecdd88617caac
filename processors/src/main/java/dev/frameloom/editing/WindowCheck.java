package dev.frameloom.editing;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.windowing.EditSpecs;
import dev.frameloom.windowing.SequenceSpan;
import dev.frameloom.windowing.Sequences;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a window can be one that windowing wrote: each sequence that it answers for is a frame or
 * is missing. A record that contradicts itself is not worked on at all, and answers for nothing:
 * what it says of a stream may be as wrong as the rest of it.
 */
final class WindowCheck {

  private WindowCheck() {}

  /** What is wrong with a window, for people; empty where nothing is. */
  static Optional<String> problem(String key, KeyframeWindow window) {
    EditSpec edit = window.getEdit();
    return EditSpecs.problem(edit)
        .or(() -> EditSpecs.keyProblem(key, edit.getStreamId(), edit.getEditId()))
        .or(() -> SequenceSpan.problem(window.getFirstSequence(), window.getLastSequence()))
        .or(() -> framesProblem(window))
        .or(() -> tilesProblem(window))
        .or(() -> keyframesProblem(window.getKeyframes(), window.getFrames().size()))
        .or(() -> anchorProblem(window));
  }

  private static Optional<String> framesProblem(KeyframeWindow window) {
    int frames = window.getFrames().size();
    if (window.getWindowIndex() < 0) {
      return Optional.of("expected a window from 0 on, found " + window.getWindowIndex());
    }
    if (frames > EditSpecs.MAX_WINDOW_FRAMES) {
      return Optional.of(
          "expected at most %d frames, found %d".formatted(EditSpecs.MAX_WINDOW_FRAMES, frames));
    }
    int most = Math.min(1, frames);
    if (window.getPublishFrom() < 0 || window.getPublishFrom() > most) {
      return Optional.of(
          "publishFrom must be 0 to %d, found %d".formatted(most, window.getPublishFrom()));
    }
    return window.getFrames().stream().flatMap(frame -> refProblem(frame).stream()).findFirst();
  }

  private static Optional<String> refProblem(FrameRef frame) {
    return Sequences.isLegal(frame.getSequence()) && Sequences.isLegalTime(frame.getCaptureTimeUs())
        ? Optional.empty()
        : Optional.of(
            "no frame has the sequence %d and the time %d us"
                .formatted(frame.getSequence(), frame.getCaptureTimeUs()));
  }

  private static Optional<String> tilesProblem(KeyframeWindow window) {
    long first = window.getFirstSequence();
    long last = window.getLastSequence();
    List<Long> published =
        window.getFrames().stream()
            .skip(window.getPublishFrom())
            .map(FrameRef::getSequence)
            .toList();
    Set<Long> all = new HashSet<>(published);
    all.addAll(window.getMissing());
    boolean boundary =
        window.getPublishFrom() == 0 || window.getFrames().get(0).getSequence() < first;
    if (boundary
        && SequenceSpan.holds(first, last, published)
        && SequenceSpan.holds(first, last, window.getMissing())
        && published.size() + window.getMissing().size() == last - first + 1
        && all.size() == last - first + 1) {
      return Optional.empty();
    }
    return Optional.of(
        "expected each of %d to %d, in order, as a frame or as missing; found %d frames and %d missing"
            .formatted(first, last, published.size(), window.getMissing().size()));
  }

  private static Optional<String> keyframesProblem(List<Integer> keyframes, int frames) {
    boolean ascend = keyframes.isEmpty() == (frames == 0);
    int before = -1;
    for (int keyframe : keyframes) {
      ascend &= keyframe > before;
      before = keyframe;
    }
    return ascend && (frames == 0 || (keyframes.get(0) == 0 && before == frames - 1))
        ? Optional.empty()
        : Optional.of(
            "expected keyframes that ascend from 0 to %d, found %d others"
                .formatted(frames - 1, keyframes.size()));
  }

  private static Optional<String> anchorProblem(KeyframeWindow window) {
    FrameRef anchor = window.getAnchor();
    return anchor.getSequence() > window.getLastSequence()
        ? Optional.of(
            "expected an anchor up to %d, found %d"
                .formatted(window.getLastSequence(), anchor.getSequence()))
        : refProblem(anchor);
  }
}
