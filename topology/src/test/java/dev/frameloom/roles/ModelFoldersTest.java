package dev.frameloom.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.config.ConfigLoader;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFoldersTest {

  @TempDir Path root;

  private ModelFolders folders;

  @BeforeEach
  void open() {
    folders =
        new ModelFolders(
            new ConfigLoader()
                .load(Optional.empty(), Map.of(), Map.of("models.dir", root.toString())));
  }

  @Test
  void a_lora_is_a_file_beside_the_models_or_in_its_own_folder_or_a_path() throws IOException {
    Path beside = Files.createFile(root.resolve("ink.safetensors"));
    Path apart =
        Files.createFile(
            Files.createDirectory(root.resolve("loras")).resolve("oil.v2.safetensors"));
    Files.createDirectory(root.resolve("oil.v2")); // a model may have the same name
    assertThat(folders.locateLora("ink")).isEqualTo(beside);
    assertThat(folders.locateLora("ink.safetensors")).isEqualTo(beside);
    assertThat(folders.locateLora("oil.v2")).isEqualTo(apart);
    assertThat(folders.locateLora(apart.toString())).isEqualTo(apart);
  }

  @Test
  void the_shipped_model_is_put_there_by_whoever_asks_for_it() {
    Path model = folders.locate("miniature");
    assertThat(model).isEqualTo(root.resolve("miniature"));
    assertThat(folders.catalog().find("miniature")).isPresent();
    assertThat(folders.locate("miniature")).isEqualTo(model);
  }

  @Test
  void a_lora_that_is_not_there_is_named_with_the_places() {
    assertThatThrownBy(() -> folders.locateLora("chalk"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(
            "no LoRA chalk",
            root.resolve("chalk.safetensors").toString(),
            root.resolve("loras").resolve("chalk.safetensors").toString());
  }
}
