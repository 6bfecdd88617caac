package dev.frameloom.windowing;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.schemas.Keys;
import java.util.Map;
import java.util.Optional;

/**
 * Ranges of an edit's values. Whether method and model exist, and whether the method knows the
 * options, is the editor's business.
 */
public final class EditSpecs {

  /** Bounds the state of an open window. */
  public static final int MAX_WINDOW_FRAMES = 1024;

  /** Bounds the frames that wait for an earlier one. */
  public static final int MAX_GRACE_FRAMES = 1024;

  /** Longest prompt: each window and outcome carries the edit, and a state up to 64 revisions. */
  public static final int MAX_PROMPT = 8192;

  /** Longest name or path. */
  public static final int MAX_NAME = 4096;

  /** Most options of a method. */
  public static final int MAX_OPTIONS = 64;

  /** Longest name of an option. */
  public static final int MAX_OPTION_NAME = 256;

  /**
   * Longest names and values of all options together: as much as both prompts, which keeps windows
   * and outcomes within the size of their topics' records.
   */
  public static final int MAX_OPTIONS_LENGTH = 2 * MAX_PROMPT;

  private EditSpecs() {}

  /** What is wrong with an edit, for people; empty where nothing is. */
  public static Optional<String> problem(EditSpec edit) {
    long windowFrames = (edit.getWindowKeyframes() - 1L) * edit.getKeyframeInterval() + 1;
    String found =
        first(
            idProblem("streamId", edit.getStreamId()),
            idProblem("editId", edit.getEditId()),
            tooLong("prompt", edit.getPrompt(), MAX_PROMPT),
            tooLong("negativePrompt", edit.getNegativePrompt(), MAX_PROMPT),
            tooLong("method", edit.getMethod(), MAX_NAME),
            tooLong("model", edit.getModel(), MAX_NAME),
            range("revision", edit.getRevision(), 1, Integer.MAX_VALUE),
            range("fromSequence", edit.getFromSequence(), 0, Sequences.MAX),
            range("steps", edit.getSteps(), 1, 1000),
            range("strength", edit.getStrength(), 0, 1),
            range("guidanceScale", edit.getGuidanceScale(), 0, 100),
            range("keyframeInterval", edit.getKeyframeInterval(), 1, MAX_WINDOW_FRAMES),
            range("windowKeyframes", edit.getWindowKeyframes(), 2, MAX_WINDOW_FRAMES),
            range(
                "frames of a window, (windowKeyframes - 1) * keyframeInterval + 1,",
                windowFrames,
                2,
                MAX_WINDOW_FRAMES),
            range("sceneCutThreshold", edit.getSceneCutThreshold(), 0, 255),
            range("graceFrames", edit.getGraceFrames(), 0, MAX_GRACE_FRAMES),
            range("maxDelayMs", edit.getMaxDelayMs(), 1, Long.MAX_VALUE),
            range("gapDeadlineMs", edit.getGapDeadlineMs(), 1, Long.MAX_VALUE),
            range("outputQuality", edit.getOutputQuality(), 1, 100),
            optionsProblem(edit.getOptions()));
    return Optional.ofNullable(found);
  }

  /**
   * What is wrong with the ids of an edit and the key that its record lies under; empty where
   * nothing is.
   */
  public static Optional<String> keyProblem(String key, String streamId, String editId) {
    String ids = first(idProblem("streamId", streamId), idProblem("editId", editId));
    if (ids != null) {
      return Optional.of(ids);
    }
    String expected = Keys.of(streamId, editId);
    return expected.equals(key)
        ? Optional.empty()
        : Optional.of("expected the key %s, found %s".formatted(expected, key));
  }

  private static String optionsProblem(Map<String, String> options) {
    if (options.size() > MAX_OPTIONS) {
      return "options: expected at most %d, found %d".formatted(MAX_OPTIONS, options.size());
    }
    long length = 0;
    for (Map.Entry<String, String> option : options.entrySet()) {
      String name = option.getKey();
      String problem =
          first(
              tooLong("name of an option", name, MAX_OPTION_NAME),
              tooLong("option " + name, option.getValue(), MAX_PROMPT));
      if (problem != null) {
        return problem;
      }
      length += name.length() + option.getValue().length();
    }
    return length <= MAX_OPTIONS_LENGTH
        ? null
        : "options: expected at most %d characters of names and values, found %d"
            .formatted(MAX_OPTIONS_LENGTH, length);
  }

  private static String first(String... problems) {
    for (String problem : problems) {
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static String idProblem(String name, String id) {
    return Keys.isLegalId(id)
        ? null
        : "%s '%s': expected 1 to %d characters without '/' and control characters"
            .formatted(name, id, Keys.MAX_ID_LENGTH);
  }

  private static String tooLong(String name, String text, int most) {
    return text.length() <= most
        ? null
        : "%s: expected at most %d characters, found %d".formatted(name, most, text.length());
  }

  private static String range(String name, long value, long least, long most) {
    return value >= least && value <= most
        ? null
        : "%s must be %d to %d, found %d".formatted(name, least, most, value);
  }

  // written so that NaN is a problem too
  private static String range(String name, double value, double least, double most) {
    return value >= least && value <= most
        ? null
        : "%s must be %s to %s, found %s".formatted(name, least, most, value);
  }
}
