package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.weights.pickle.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandsTest {

  @TempDir Path folder;

  private CliRun models(String... args) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(args));
    all.addAll(List.of("--set", "models.dir=" + folder.resolve("models")));
    return CliRun.of(all);
  }

  private Path source() throws IOException {
    return TestModels.copy(folder.resolve("source"));
  }

  @Test
  void an_empty_folder_says_how_to_come_by_a_model() {
    assertThat(models("list").succeeded().out())
        .contains("models pull", "models import", "miniature ships");
  }

  @Test
  void the_shipped_model_is_catalogued_with_the_revision_that_inspect_shows() {
    models("init").succeeded();

    JsonNode row = models("list", "--json").json().path("models").path(0);
    assertThat(row.path("name").asText()).isEqualTo("miniature");
    assertThat(row.path("kind").asText()).isEqualTo("model");
    assertThat(row.path("trained").asBoolean()).isTrue();
    assertThat(row.path("origin").asText()).isEqualTo("shipped with Frameloom 0.1.0");
    assertThat(row.path("licence").asText()).isEqualTo("Apache-2.0");
    String revision = row.path("revision").asText();
    assertThat(models("inspect").succeeded().out()).contains(revision);
    assertThat(models("init").succeeded().out()).contains(revision);
    models("verify").succeeded();
    models("remove", "miniature").succeeded();
    assertThat(models("inspect").succeeded().out()).contains(revision); // who needs it puts it back
    assertThat(models("list").succeeded().out()).doesNotContain("miniature ships");
  }

  @Test
  void copies_of_the_shipped_model_are_catalogued_by_name_and_written_to_a_path() {
    Path copy = folder.resolve("copy");
    models("init", "mine").succeeded();
    models("init", copy.toString()).succeeded();

    assertThat(models("list").succeeded().out()).contains("mine", "miniature ships");
    JsonNode mine = models("inspect", "mine", "--json").json();
    assertThat(models("inspect", copy.toString(), "--json").json().path("revision"))
        .isEqualTo(mine.path("revision"));
    assertThat(copy.resolve("README.md")).isNotEmptyFile();
    models("init", "mine").failed(ExitCode.USAGE, "is there already");
    models("init", copy.toString()).failed(ExitCode.USAGE, "is there already");
    models("init", "a+b").failed(ExitCode.USAGE, "a+b");
  }

  @Test
  void a_model_is_imported_listed_verified_and_removed() throws IOException {
    Path source = source();
    models("import", source.toString(), "--name", "mine", "--licence", "CC BY 4.0").succeeded();
    models("import", source.toString(), "--link").succeeded();

    assertThat(models("list").succeeded().out().lines().toList())
        .hasSize(4)
        .anyMatch(it -> it.startsWith("miniature ships"))
        .anyMatch(it -> it.startsWith("NAME") && it.contains("LICENCE"))
        .anyMatch(it -> it.startsWith("mine") && it.contains("CC BY 4.0"))
        .anyMatch(it -> it.startsWith("source") && it.contains(source.toString()));
    assertThat(models("verify").succeeded().out()).contains("mine: intact", "source: intact");

    Files.writeString(source.resolve("unet/config.json"), "{}");
    CliRun damaged = models("verify");
    assertThat(damaged.code()).isEqualTo(ExitCode.MODEL);
    assertThat(damaged.out())
        .contains("mine: intact", "source: DIFFERS", source.resolve("unet/config.json").toString());
    models("verify", "mine").succeeded();
    assertThat(models("verify", "source", "--json").out()).contains("\"intact\":false");

    models("remove", "source").succeeded();
    assertThat(source).isDirectory();
    models("remove", "mine").succeeded();
    assertThat(folder.resolve("models/mine")).doesNotExist();
  }

  @Test
  void a_model_is_inspected_by_name_and_by_path() throws IOException {
    Path source = source();
    models("import", source.toString(), "--name", "mine", "--licence", "CC BY 4.0").succeeded();

    assertThat(models("inspect", "mine").succeeded().out())
        .contains("untrained", "CC BY 4.0", "prediction   epsilon", "sampler", "1024x576")
        .contains("unet/config.json", "parameters");
    JsonNode found =
        models("inspect", source.toString(), "--json", "--size", "512x512", "--batch", "1,4")
            .json();
    assertThat(found.path("parameters").path("unet").asLong()).isPositive();
    assertThat(found.path("memory")).hasSize(2);
    assertThat(found.path("memory").get(1).path("bytes").asLong())
        .isGreaterThan(found.path("memory").get(0).path("bytes").asLong());
    assertThat(found.path("revision").asText()).hasSize(64);
    models("inspect", "mine", "--batch", "0").failed(ExitCode.USAGE, "--batch");
    models("inspect", "mine", "--size", "big").failed(ExitCode.USAGE, "--size", "big");
  }

  @Test
  void what_can_not_be_done_is_said_with_what_to_do() throws IOException {
    models("verify", "absent").failed(ExitCode.MODEL, "absent", "models list");
    models("remove", "absent").failed(ExitCode.MODEL, "absent");
    models("inspect", "absent").failed(ExitCode.MODEL, "absent", "models pull");
    models("import", folder.resolve("absent").toString()).failed(ExitCode.MODEL, "absent");
    Path pickle = Files.writeString(folder.resolve("m.ckpt"), "pickle");
    models("import", pickle.toString()).failed(ExitCode.MODEL, "m.ckpt", "checkpoint of PyTorch");
    models("import", pickle.toString(), "--name", "a/b").failed(ExitCode.USAGE, "a/b");
    models("import", pickle.toString(), "--copy", "--link").failed(ExitCode.USAGE, "--link");
    Path strange = Files.createDirectory(folder.resolve("a b"));
    models("import", strange.toString()).failed(ExitCode.USAGE, "--name");
  }

  @Test
  void what_torch_saves_is_imported_and_shown_as_what_it_is() {
    Path raft =
        TorchFile.ofTensors()
            .tensor("module.fnet.conv1.weight", new float[] {1}, 1)
            .tensor("module.update_block.mask.2.weight", new float[] {1}, 1)
            .write(folder.resolve("raft-things.pth"));
    assertThat(models("import", raft.toString()).succeeded().out()).contains("raft-things: flow");
    assertThat(models("inspect", "raft-things").succeeded().out())
        .contains("RAFT, large", raft.toString());
    assertThat(models("inspect", "raft-things", "--json").json().path("network").asText())
        .isEqualTo("RAFT, large");
    assertThat(models("list").succeeded().out()).contains("RAFT, large");
    models("verify", "raft-things").succeeded();
    models("inspect", raft.toString()).failed(ExitCode.MODEL, "pickle", "models import " + raft);
    models("import", raft.toString(), "--link", "--name", "a").failed(ExitCode.MODEL, "--link");
    models("import", raft.toString(), raft.toString(), "--name", "a")
        .failed(ExitCode.MODEL, "expected one model");
    models("remove", "raft-things").succeeded();
    assertThat(folder.resolve("models/raft-things")).doesNotExist();
  }

  @Test
  void a_damaged_catalog_is_named() throws IOException {
    Path catalog = Files.createDirectories(folder.resolve("models")).resolve("catalog.json");
    Files.writeString(catalog, "{");
    models("list").failed(ExitCode.MODEL, catalog.toString(), "move it away");
    models("inspect").failed(ExitCode.MODEL, catalog.toString());
  }
}
