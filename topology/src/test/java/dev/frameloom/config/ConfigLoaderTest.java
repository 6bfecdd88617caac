package dev.frameloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.avro.GapPolicy;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir Path folder;

  @Test
  void laterSourcesWinOverEarlierOnes() throws IOException {
    Path file = Files.writeString(folder.resolve("a.properties"), "edit.steps=5\nedit.seed=7\n");
    Map<String, String> environment = Map.of("FRAMELOOM_EDIT_STEPS", "6", "HOME", "/root");

    Config fromFile = load(Optional.of(file), Map.of(), Map.of());
    Config fromEnvironment = load(Optional.of(file), environment, Map.of());
    Config fromFlags = load(Optional.of(file), environment, Map.of("edit.steps", "8"));

    assertThat(load(Optional.empty(), Map.of(), Map.of()).get(Settings.STEPS)).isEqualTo(10);
    assertThat(fromFile.get(Settings.STEPS)).isEqualTo(5);
    assertThat(fromEnvironment.get(Settings.STEPS)).isEqualTo(6);
    assertThat(fromFlags.get(Settings.STEPS)).isEqualTo(8);
    assertThat(fromFlags.get(Settings.SEED)).isEqualTo(7);
    assertThat(fromFlags.source(Settings.STEPS)).isEqualTo("command line");
    assertThat(fromFlags.isSet(Settings.STRENGTH)).isFalse();
  }

  @Test
  void anUnknownKeyFailsWhereverItIsSetAndNamesTheNearest() throws IOException {
    Path file = Files.writeString(folder.resolve("a.properties"), "edit.stepz=5\n");

    assertThatThrownBy(() -> load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("edit.stepz")
        .hasMessageContaining("a.properties")
        .hasMessageContaining("did you mean edit.steps?");
    assertThatThrownBy(() -> load(Optional.empty(), Map.of("FRAMELOOM_NO_SUCH", "1"), Map.of()))
        .hasMessageContaining("FRAMELOOM_NO_SUCH");
    assertThatThrownBy(() -> load(Optional.empty(), Map.of(), Map.of("no.such", "1")))
        .hasMessageContaining("no.such")
        .hasMessageContaining("command line");
  }

  @Test
  void aValueThatDoesNotFitNamesKeySourceAndWhatIsExpected() {
    assertThatThrownBy(() -> load(Optional.empty(), Map.of(), Map.of("edit.strength", "1.5")))
        .hasMessageContaining("edit.strength")
        .hasMessageContaining("command line")
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> load(Optional.empty(), Map.of(), Map.of("edit.gap-policy", "x")))
        .hasMessageContaining("hold, pass-through, skip");
    assertThatThrownBy(() -> load(Optional.of(folder.resolve("none")), Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none");
  }

  @Test
  void whatKubernetesSetsForAServiceOfOurNameIsPassedOver() {
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("FRAMELOOM_SERVICE_HOST", "10.0.0.1"),
            Map.entry("FRAMELOOM_SERVICE_PORT", "80"),
            Map.entry("FRAMELOOM_SERVICE_PORT_HTTP_ALT", "8080"),
            Map.entry("FRAMELOOM_PORT", "tcp://10.0.0.1:80"),
            Map.entry("FRAMELOOM_PORT_80_TCP", "tcp://10.0.0.1:80"),
            Map.entry("FRAMELOOM_PORT_80_TCP_ADDR", "10.0.0.1"),
            Map.entry("FRAMELOOM_PORT_80_TCP_PORT", "80"),
            Map.entry("FRAMELOOM_PORT_80_TCP_PROTO", "tcp"),
            Map.entry("FRAMELOOM_STUDIO_V2_SERVICE_HOST", "fd00::1"),
            Map.entry("FRAMELOOM_STUDIO_V2_PORT", "udp://[fd00::1]:53"),
            Map.entry("FRAMELOOM_STUDIO_V2_PORT_53_UDP_ADDR", "fd00::1"),
            Map.entry("FRAMELOOM_KAFKA_CLIENT_SERVICE_HOST", "10.0.0.2"),
            Map.entry("FRAMELOOM_KAFKA_CLIENT_PORT", "tcp://10.0.0.2:9092"));

    assertThat(load(Optional.empty(), environment, Map.of()).below("kafka.client.")).isEmpty();
    for (Map.Entry<String, String> mistyped :
        Map.of(
                "FRAMELOOM_PORT", "8080",
                "FRAMELOOM_SERVICE_HOST", "kafka",
                "FRAMELOOM_SERVICE_PORT", "http",
                "FRAMELOOM_PORT_80_TCP_ADDR", "here",
                "FRAMELOOM_EDIT_STEPZ", "10")
            .entrySet()) {
      assertThatThrownBy(
              () ->
                  load(Optional.empty(), Map.of(mistyped.getKey(), mistyped.getValue()), Map.of()))
          .hasMessageContaining(mistyped.getKey());
    }
  }

  @Test
  void openNamespacesAreHandedOnAsTheyAre() {
    Config config =
        load(
            Optional.empty(),
            Map.of("FRAMELOOM_REGISTRY_CLIENT_BASIC_AUTH_USER_INFO", "me:secret"),
            Map.of("kafka.client.security.protocol", "SASL_SSL"));

    assertThat(config.below("kafka.client."))
        .containsExactly(Map.entry("security.protocol", "SASL_SSL"));
    assertThat(config.below("registry.client."))
        .containsExactly(Map.entry("basic.auth.user.info", "me:secret"));
  }

  @Test
  void everySettingIsListedAndItsDefaultIsValid() {
    List<Object> declared =
        Arrays.stream(Settings.class.getFields())
            .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType() == Setting.class)
            .map(ConfigLoaderTest::valueOf)
            .toList();

    assertThat(Settings.all()).containsExactlyInAnyOrderElementsOf(settings(declared));
    assertThat(load(Optional.empty(), Map.of(), Map.of()).get(Settings.GAP_POLICY))
        .isEqualTo(GapPolicy.HOLD);
    assertThat(Settings.all()).allSatisfy(s -> assertThat(s.doc()).endsWith("."));
  }

  @Test
  void theDocumentedTableIsTheOneInTheCode() throws IOException {
    Path document = Path.of("..", "docs", "configuration.md");

    assertThat(Files.readString(document))
        .as("write it anew with: ./frameloom config --markdown > docs/configuration.md")
        .isEqualTo(SettingsTable.markdown());
  }

  private static List<Setting<?>> settings(List<Object> values) {
    return values.stream().<Setting<?>>map(v -> (Setting<?>) v).toList();
  }

  private static Object valueOf(java.lang.reflect.Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Config load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return new ConfigLoader().load(file, environment, flags);
  }
}
