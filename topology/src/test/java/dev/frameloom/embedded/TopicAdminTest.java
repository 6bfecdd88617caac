package dev.frameloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.schemas.ClusterException;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.TopicDefinition;
import dev.frameloom.schemas.TopicDescription;
import dev.frameloom.schemas.TopicReport;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicAdminTest {

  private static EmbeddedKafka broker;
  private static TopicAdmin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedKafka.start(BrokerSettings.temporary());
    admin = TopicAdmin.connect(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void createsWhatIsMissingAndLeavesTheRestAlone() {
    Topics topics = Topics.withPrefix("twice.");
    assertThat(admin.create(topics).topics())
        .extracting(TopicReport.Entry::name)
        .isEqualTo(topics.all().stream().map(TopicDefinition::name).toList());
    TopicReport again = admin.create(topics);
    assertThat(again.topics()).hasSize(7).allMatch(TopicReport.Existing.class::isInstance);
    assertThat(admin.list(topics)).hasSize(7);
  }

  @Test
  void theFirstTimeAllAreCreatedAsTheyAreDefined() {
    Topics topics = Topics.withPrefix("fresh.");
    assertThat(admin.create(topics).topics())
        .hasSize(7)
        .allMatch(TopicReport.Created.class::isInstance);
    TopicDescription edits = admin.list(topics).get(1);
    assertThat(edits.name()).isEqualTo("fresh.edits");
    assertThat(edits.partitions()).isEqualTo(TopicSettings.defaults().partitions());
    assertThat(edits.config()).containsEntry("cleanup.policy", "compact");
    assertThat(admin.list(topics).get(0).config())
        .containsEntry("max.message.bytes", Integer.toString(16 << 20));
  }

  @Test
  void differencesAreToldAndNothingIsChanged() {
    Topics before = Topics.withPrefix("differs.");
    admin.create(before);
    TopicSettings other =
        TopicSettings.defaults().withPartitions(6).withRetention(Duration.ofHours(1));
    TopicReport report = admin.create(before.withSettings(other));
    assertThat(report.different()).hasSize(7);
    assertThat(report.different().get(0).differences())
        .containsExactly(
            "partitions: expected 6, found 4", "retention.ms: expected 3600000, found 604800000");
    assertThat(admin.list(before).get(0).partitions()).isEqualTo(4);
  }

  @Test
  void deletesOnlyTheTopicsOfThePrefix() {
    Topics gone = Topics.withPrefix("gone.");
    Topics kept = Topics.withPrefix("kept.");
    admin.create(gone);
    admin.create(kept);
    assertThat(admin.delete(gone)).hasSize(7).contains("gone.frames");
    assertThat(admin.list(gone)).isEmpty();
    assertThat(admin.list(kept)).hasSize(7);
    assertThat(admin.delete(gone)).isEmpty();
  }

  @Test
  void aBrokerThatIsNotThereIsNamedWithHowLongItWasTried() {
    try (TopicAdmin nobody =
        TopicAdmin.connect(Map.of("bootstrap.servers", "127.0.0.1:9"), Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> nobody.create(Topics.withPrefix("")))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("127.0.0.1:9")
          .hasMessageContaining("within 1 s")
          .hasMessageContaining("bootstrap.servers");
    }
    assertThatThrownBy(
            () -> TopicAdmin.connect(Map.of("bootstrap.servers", "no.such.host.invalid:1")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no.such.host.invalid");
  }

  @Test
  void moreCopiesThanBrokersAreRefusedWithTheTopic() {
    Topics topics =
        Topics.withPrefix("copies.")
            .withSettings(TopicSettings.defaults().withReplicationFactor((short) 3));
    assertThatThrownBy(() -> admin.create(topics))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("copies.frames")
        .hasMessageContaining("replication");
  }
}
