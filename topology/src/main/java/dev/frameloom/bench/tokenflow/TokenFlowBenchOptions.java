package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to measure.
 *
 * @param parts of {@link #PARTS}
 * @param clips video files; none: the sample scene
 * @param size width and height of the frames, pixels
 * @param frames of each clip; empty: as many as a part is made for
 * @param edit by method {@code tokenflow}; what a row says differs from it
 * @param interval frames from one keyframe to the next
 * @param windowKeyframes keyframes of a window, both boundaries counted
 * @param fewSteps numbers of steps to compare, the one that the others are held against first
 * @param memorySteps steps of the edit while memory is watched
 * @param official the published code to time beside ours, if it is there
 * @param pictures folder for pictures; none: none are drawn
 */
public record TokenFlowBenchOptions(
    List<String> parts,
    List<Path> clips,
    int size,
    OptionalInt frames,
    EditParameters edit,
    int interval,
    int windowKeyframes,
    List<Integer> fewSteps,
    int memorySteps,
    Optional<OfficialCode> official,
    Optional<Path> pictures) {

  /** All parts. */
  public static final List<String> PARTS =
      List.of("quality", "few-steps", "joins", "memory", "speed");

  private static final int SPEED_BATCHES = 4;

  public TokenFlowBenchOptions {
    parts = List.copyOf(parts);
    clips = List.copyOf(clips);
    fewSteps = List.copyOf(fewSteps);
    require(
        !parts.isEmpty() && PARTS.containsAll(parts), "--part: expected some of " + PARTS, parts);
    require(size >= 16 && size <= 4096, "--size: expected 16 to 4096", size);
    require(
        frames.isEmpty() || frames.getAsInt() >= 2,
        "--frames: expected 2 or more",
        frames.orElse(0));
    require(interval >= 1, "--interval: expected 1 or more", interval);
    require(windowKeyframes >= 2, "--window-keyframes: expected 2 or more", windowKeyframes);
    require(
        fewSteps.stream().allMatch(it -> it >= 1 && it <= 1000),
        "--few-steps: expected numbers of 1 to 1000",
        fewSteps);
    require(
        memorySteps >= 1 && memorySteps <= 1000, "--memory-steps: expected 1 to 1000", memorySteps);
    require(
        official.isEmpty() || frames.orElse(0) % interval == 0,
        "--frames: expected a multiple of --interval, as the published code drops the rest",
        frames.orElse(0));
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(expected + ", found " + found);
    }
  }

  /** How many frames are edited to measure speed: whole batches of the published code. */
  int speedFrames() {
    return framesOr(SPEED_BATCHES * interval);
  }

  /** How many frames a part takes where nobody says. */
  int framesOr(int otherwise) {
    return frames.orElse(otherwise);
  }

  /** Windows of a stream. */
  Cut.Windows windows(Cut cut) {
    return new Cut.Windows(cut, interval, windowKeyframes);
  }
}
