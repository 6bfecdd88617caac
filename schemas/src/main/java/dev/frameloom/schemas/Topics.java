package dev.frameloom.schemas;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The topics of one Frameloom installation. The only place that knows their names: {@code
 * <prefix>frames}, {@code edits}, {@code windows}, {@code edited-frames}, {@code outcomes}, {@code
 * restyled} and {@code dead-letters}.
 *
 * @param prefix what every name starts with, empty or for instance {@code "frameloom."}
 * @param settings what the deployment chose about them
 */
public record Topics(String prefix, TopicSettings settings) {

  /** Room for a dead letter's own fields, key and headers beside the value that it carries. */
  private static final int DEAD_LETTER_HEADROOM = 1 << 20;

  /** Windows and edits hold no images: Kafka's own default is plenty. */
  private static final int SMALL_MESSAGE_BYTES = 1 << 20;

  private static final int LONGEST_BARE_NAME = "edited-frames".length();
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]*");

  public Topics {
    if (!LEGAL.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "topic prefix '%s': only letters, digits, '.', '_' and '-' may be in a topic's name"
              .formatted(prefix));
    }
    if (prefix.length() > TopicDefinition.MAX_NAME_LENGTH - LONGEST_BARE_NAME) {
      throw new IllegalArgumentException(
          "topic prefix: expected at most %d characters, found %d"
              .formatted(TopicDefinition.MAX_NAME_LENGTH - LONGEST_BARE_NAME, prefix.length()));
    }
  }

  /** The topics under a prefix, with {@link TopicSettings#defaults()}. */
  public static Topics withPrefix(String prefix) {
    return new Topics(prefix, TopicSettings.defaults());
  }

  public Topics withSettings(TopicSettings chosen) {
    return new Topics(prefix, chosen);
  }

  /** Source frames; values {@code Frame}, key the stream's id. */
  public TopicDefinition frames() {
    return images("frames", settings.maxMessageBytes());
  }

  /** Edits in force, compacted; values {@code EditSpec}, key {@code streamId/editId}. */
  public TopicDefinition edits() {
    return define("edits", CleanupPolicy.COMPACT, SMALL_MESSAGE_BYTES);
  }

  /** Closed windows; values {@code KeyframeWindow}. */
  public TopicDefinition windows() {
    return define("windows", CleanupPolicy.DELETE, SMALL_MESSAGE_BYTES);
  }

  /** Edited frames as windows finish; values {@code EditedFrame}. */
  public TopicDefinition editedFrames() {
    return images("edited-frames", settings.maxMessageBytes());
  }

  /** What became of each window; values {@code WindowOutcome}. */
  public TopicDefinition outcomes() {
    return define("outcomes", CleanupPolicy.DELETE, SMALL_MESSAGE_BYTES);
  }

  /** Edited frames in order, exactly once; values {@code EditedFrame}. */
  public TopicDefinition restyled() {
    return images("restyled", settings.maxMessageBytes());
  }

  /** Records that could not be processed; values {@code DeadLetter}, larger than any record. */
  public TopicDefinition deadLetters() {
    return images("dead-letters", settings.maxMessageBytes() + DEAD_LETTER_HEADROOM);
  }

  /** All of them, in the order in which data passes through. */
  public List<TopicDefinition> all() {
    return List.of(
        frames(), edits(), windows(), editedFrames(), outcomes(), restyled(), deadLetters());
  }

  /** The definition that has a (full) name. */
  public Optional<TopicDefinition> named(String name) {
    return all().stream().filter(topic -> topic.name().equals(name)).findFirst();
  }

  private TopicDefinition images(String bareName, int maxMessageBytes) {
    return define(bareName, CleanupPolicy.DELETE, maxMessageBytes);
  }

  private TopicDefinition define(String bareName, CleanupPolicy cleanup, int maxMessageBytes) {
    return new TopicDefinition(
        prefix + bareName,
        settings.partitions(),
        settings.replicationFactor(),
        cleanup,
        settings.retention(),
        maxMessageBytes);
  }
}
