package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.weights.ModelFolder;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniatureModelTest {

  @TempDir private Path folder;

  @Test
  void the_written_folder_has_the_revision_that_was_told() throws IOException {
    requireWhole(new MiniatureModel(MiniatureResources.folder(folder.resolve("build"), 1)));
  }

  @Test
  void a_jar_holds_the_same_model() throws IOException {
    requireWhole(new MiniatureModel(MiniatureResources.jar(folder.resolve("build"), 1)));
  }

  private void requireWhole(MiniatureModel model) throws IOException {
    Path written = folder.resolve("written");
    Files.createDirectories(written);
    Files.writeString(written.resolve("README.md"), "of an earlier try");
    model.write(written);

    assertThat(ModelFolder.open(written).revision()).isEqualTo(model.revision());
    assertThat(written.resolve("README.md")).hasContent("# Seed 1");
    assertThat(written.resolve("frameloom.json"))
        .hasContent(MiniatureResources.card(1))
        .hasContent(model.card());
    UntrainedModel.write(folder.resolve("expected"), 1);
    assertThat(ModelFolder.open(folder.resolve("expected")).revision()).isEqualTo(model.revision());
  }

  @Test
  void a_build_that_lacks_a_file_says_which() throws IOException {
    ClassLoader build = MiniatureResources.folder(folder, 1);
    Files.delete(MiniatureResources.model(folder).resolve("unet/config.json"));

    assertThatThrownBy(() -> new MiniatureModel(build).write(folder.resolve("written")))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("lacks unet/config.json");
  }
}
