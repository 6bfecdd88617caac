package dev.frameloom.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void namesStartWithThePrefix() {
    assertThat(Topics.withPrefix("studio.").all())
        .extracting(TopicDefinition::name)
        .containsExactly(
            "studio.frames",
            "studio.edits",
            "studio.windows",
            "studio.edited-frames",
            "studio.outcomes",
            "studio.restyled",
            "studio.dead-letters");
    assertThat(Topics.withPrefix("").frames().name()).isEqualTo("frames");
  }

  @Test
  void onlyEditsAreCompacted() {
    assertThat(Topics.withPrefix("").all())
        .filteredOn(topic -> topic.cleanupPolicy() == CleanupPolicy.COMPACT)
        .extracting(TopicDefinition::name)
        .containsExactly("edits");
  }

  @Test
  void aDeadLetterHoldsTheLargestRecordAndItsOwnFields() {
    Topics topics = Topics.withPrefix("");
    assertThat(topics.deadLetters().maxMessageBytes())
        .isGreaterThanOrEqualTo(topics.frames().maxMessageBytes() + (1 << 20));
  }

  @Test
  void settingsReachTheTopicsConfiguration() {
    TopicSettings settings =
        TopicSettings.defaults()
            .withPartitions(9)
            .withReplicationFactor((short) 3)
            .withRetention(Duration.ofHours(2))
            .withMaxMessageBytes(2 << 20);
    TopicDefinition frames = Topics.withPrefix("").withSettings(settings).frames();
    assertThat(frames.partitions()).isEqualTo(9);
    assertThat(frames.chosenReplicationFactor()).contains((short) 3);
    assertThat(frames.config())
        .isEqualTo(
            Map.of(
                "cleanup.policy", "delete",
                "max.message.bytes", "2097152",
                "retention.ms", "7200000"));
  }

  @Test
  void aPrefixThatKafkaWouldRefuseIsRefusedHere() {
    assertThatThrownBy(() -> Topics.withPrefix("my topics/"))
        .hasMessageContaining("my topics/")
        .hasMessageContaining("letters");
    assertThatThrownBy(() -> Topics.withPrefix("x".repeat(240))).hasMessageContaining("at most");
  }
}
