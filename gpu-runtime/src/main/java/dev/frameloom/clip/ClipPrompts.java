package dev.frameloom.clip;

import java.util.Optional;

/**
 * What edited frames are compared with.
 *
 * @param target what the edit was to make of the video
 * @param source what the video showed before
 */
public record ClipPrompts(Optional<String> target, Optional<String> source) {

  /** Frames are compared with each other only. */
  public static final ClipPrompts NONE = new ClipPrompts(Optional.empty(), Optional.empty());

  /** The same with a target. */
  public ClipPrompts withTarget(String prompt) {
    return new ClipPrompts(Optional.of(prompt), source);
  }

  /** The same with a source. */
  public ClipPrompts withSource(String prompt) {
    return new ClipPrompts(target, Optional.of(prompt));
  }
}
