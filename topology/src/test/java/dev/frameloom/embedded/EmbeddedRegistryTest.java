package dev.frameloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest extends RegistryContract {

  private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";

  private static EmbeddedKafka broker;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() {
    broker = EmbeddedKafka.start(BrokerSettings.temporary());
    registry = EmbeddedRegistry.start(broker.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  @Override
  String url() {
    return registry.url();
  }

  @Test
  void idsVersionsAndLevelsSurviveARestart(@TempDir Path directory) {
    BrokerSettings settings = BrokerSettings.in(directory);
    int kept;
    int erased;
    try (EmbeddedKafka first = EmbeddedKafka.start(settings);
        EmbeddedRegistry before = EmbeddedRegistry.start(first.bootstrapServers())) {
      RestClient rest = new RestClient(before.url());
      erased = register(rest, "erased", "\"string\"");
      kept = register(rest, "kept", SCHEMA);
      rest.put("/config/kept", Map.of("compatibility", "FULL_TRANSITIVE"));
      rest.delete("/subjects/erased");
      rest.delete("/subjects/erased?permanent=true");
    }
    try (EmbeddedKafka second = EmbeddedKafka.start(settings);
        EmbeddedRegistry after = EmbeddedRegistry.start(second.bootstrapServers())) {
      RestClient rest = new RestClient(after.url());
      assertThat(register(rest, "kept", SCHEMA)).isEqualTo(kept);
      assertThat(register(rest, "fresh", "\"int\"")).isGreaterThan(kept);
      assertThat(rest.get("/config/kept").body().path("compatibilityLevel").asText())
          .isEqualTo("FULL_TRANSITIVE");
      assertThat(rest.get("/subjects").body().toString()).isEqualTo("[\"fresh\",\"kept\"]");
      assertThat(rest.get("/schemas/ids/" + erased).status()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    int port = Integer.parseInt(registry.url().replaceAll(".*:", ""));
    assertThatThrownBy(() -> EmbeddedRegistry.start(broker.bootstrapServers(), port))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("port " + port)
        .hasMessageContaining("choose another port");
  }

  @Test
  void aSubjectMayHoldASlash() {
    RestClient rest = new RestClient(url());
    register(rest, "camera%2F1", SCHEMA);
    assertThat(rest.get("/subjects").body().toString()).contains("camera/1");
    assertThat(rest.get("/subjects/camera%2F1/versions").body().toString()).isEqualTo("[1]");
  }

  @Test
  void backwardIsTheLevelUnlessSetOtherwise() {
    assertThat(new RestClient(url()).get("/config").body().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
  }

  @Test
  void clientsThatAskForTheModeMayWrite() {
    RestClient rest = new RestClient(url());
    assertThat(rest.get("/mode").body().path("mode").asText()).isEqualTo("READWRITE");
    assertThat(rest.get("/schemas/types").body().toString()).isEqualTo("[\"AVRO\"]");
    assertThat(rest.put("/mode", Map.of("mode", "READONLY")).status()).isEqualTo(405);
  }

  @Test
  void aLevelThatDoesNotExistIsRefused() {
    RestClient.Answer answer =
        new RestClient(url()).put("/config/s", Map.of("compatibility", "SIDEWAYS"));
    assertThat(answer.errorCode()).isEqualTo(42203);
  }

  @Test
  void whatIsNotJsonIsRefused() {
    RestClient.Answer answer =
        new RestClient(url()).send("POST", "/subjects/s/versions", "not json");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(new RestClient(url()).get("/nothing/here").status()).isEqualTo(404);
    assertThat(new RestClient(url()).delete("/subjects").status()).isEqualTo(405);
  }

  private static int register(RestClient rest, String subject, String schema) {
    return rest.postSchema("/subjects/" + subject + "/versions", schema).body().path("id").asInt();
  }
}
