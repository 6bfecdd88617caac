package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.edit.TrajectoryLimits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditingDevicesTest {

  @TempDir Path folder;

  @Test
  void whatIsKeptOfInvertedFramesIsBoundedAsTheRuntimeDoesWhereNobodySaysOtherwise() {
    assertThat(EditingDevices.trajectories(load(Map.of()))).isEqualTo(TrajectoryLimits.defaults());
  }

  @Test
  void theBoundsAndTheFolderAreTheConfigured() {
    Config config =
        load(
            Map.of(
                "editing.latent-memory-bytes", "0",
                "editing.latent-disk-bytes", "9000000000",
                "editing.latent-dir", folder.toString()));
    assertThat(EditingDevices.trajectories(config))
        .isEqualTo(new TrajectoryLimits(0, 9_000_000_000L, folder));
  }

  @Test
  void aFolderThatIsNotThereIsAConfigError() {
    String absent = folder.resolve("absent").toString();
    assertThatThrownBy(
            () -> EditingDevices.trajectories(load(Map.of("editing.latent-dir", absent))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("editing.latent-dir", absent, "make it");
  }

  private static Config load(Map<String, String> flags) {
    return new ConfigLoader().load(Optional.empty(), Map.of(), flags);
  }
}
