package dev.frameloom.schemas;

import java.util.List;

/**
 * What creating topics came to, topic by topic in the order of {@link Topics#all()}.
 *
 * @param topics one entry per topic
 */
public record TopicReport(List<Entry> topics) {

  /** One topic. */
  public sealed interface Entry {
    String name();
  }

  /** The topic was made now. */
  public record Created(String name) implements Entry {}

  /** The topic was there, as it should be. */
  public record Existing(String name) implements Entry {}

  /**
   * The topic was there and differs from its definition. It was left alone: changing partitions or
   * retention of a topic with records in it is for people to decide.
   *
   * @param differences one sentence each: which setting, what was expected, what was found
   */
  public record Different(String name, List<String> differences) implements Entry {
    public Different {
      differences = List.copyOf(differences);
    }
  }

  public TopicReport {
    topics = List.copyOf(topics);
  }

  /** Topics that were there and differ. */
  public List<Different> different() {
    return topics.stream().filter(Different.class::isInstance).map(Different.class::cast).toList();
  }
}
