package dev.frameloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsWriter;
import dev.frameloom.weights.SingleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImportTest {

  @TempDir Path folder;
  private Catalog catalog;
  private Path source;

  @BeforeEach
  void source() throws IOException {
    catalog = new Catalog(folder.resolve("models"));
    source = TestEntries.model(folder.resolve("source"));
  }

  private CatalogEntry add(Path path, String name, ModelImport.Mode mode) {
    return new ModelImport(catalog, TestEntries.clock(), ByteProgress.NONE)
        .add(path, name, "a note", mode);
  }

  private static Path lora(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("lora_unet_mid_block_attentions_0_proj_in.lora_down.weight", new float[8], 2, 4);
    writer.add("lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", new float[8], 4, 2);
    writer.write(file);
    return file;
  }

  @Test
  void a_copied_model_is_whole_and_has_the_revision_that_its_outcomes_name() throws IOException {
    Files.writeString(source.resolve("unet/diffusion_pytorch_model.bin"), "pickle");
    Files.createDirectories(source.resolve(".git"));
    Files.writeString(source.resolve(".git/config.json"), "{}");

    CatalogEntry entry = add(source, "sd", ModelImport.Mode.COPY);

    assertThat(catalog.find("sd")).contains(entry);
    assertThat(entry.kind()).isEqualTo(ModelKind.MODEL);
    assertThat(entry.location()).isEqualTo("sd");
    assertThat(entry.licence()).isEqualTo("a note");
    assertThat(entry.added()).isEqualTo(TestEntries.NOON);
    assertThat(entry.files()).containsKey("unet/config.json").hasSize(12);
    assertThat(catalog.root().resolve("sd/unet/diffusion_pytorch_model.bin")).doesNotExist();
    try (DiffusionModel model = DiffusionModel.load(catalog.path(entry), "cpu");
        Stream<Path> rest = Files.list(catalog.root())) {
      assertThat(entry.revision()).isEqualTo(model.description().revision());
      assertThat(rest.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("sd", "catalog.json", "catalog.json.lock");
    }
  }

  @Test
  void what_a_model_recommends_goes_with_it_and_is_no_part_of_what_it_is() throws IOException {
    CatalogEntry without = add(source, "without", ModelImport.Mode.COPY);
    Path card = source.resolve("frameloom.json");
    Files.writeString(card, "{\"recommended\": {\"tokenflow\": {\"strength\": 0.6}}}");
    CatalogEntry entry = add(source, "with", ModelImport.Mode.COPY);

    assertThat(entry.revision()).isEqualTo(without.revision());
    assertThat(entry.files()).containsKey("frameloom.json");
    assertThat(catalog.root().resolve("with/frameloom.json")).hasSameTextualContentAs(card);
    assertThat(Verification.of(catalog, entry, ByteProgress.NONE).intact()).isTrue();
    assertThat(
            ModelDetails.of(catalog, catalog.path(entry), ByteProgress.NONE)
                .card()
                .of(RegisteredMethod.TOKENFLOW)
                .strength())
        .hasValue(0.6);

    Files.writeString(card, "{\"recommended\": {\"tokenflow\": {\"strenght\": 0.6}}}");
    refused(source, "frameloom.json", "recommended.tokenflow.strenght is not known");
  }

  @Test
  void a_linked_model_stays_where_it_is() {
    CatalogEntry entry = add(source, "sd", ModelImport.Mode.LINK);
    assertThat(catalog.path(entry)).isEqualTo(source.toAbsolutePath());
    assertThat(catalog.owns(entry)).isFalse();

    assertThat(ModelRemoval.remove(catalog, "sd")).contains("stay", source.toString());
    assertThat(source).isDirectory();
    assertThat(catalog.entries()).isEmpty();
  }

  @Test
  void a_removed_copy_goes_with_its_files() {
    CatalogEntry entry = add(source, "sd", ModelImport.Mode.COPY);
    ModelRemoval.remove(catalog, "sd");
    assertThat(catalog.path(entry)).doesNotExist();
    assertThatThrownBy(() -> ModelRemoval.remove(catalog, "sd"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("no model sd");
  }

  @Test
  void what_lies_in_its_place_already_is_entered_without_a_copy() throws IOException {
    Path inPlace = TestEntries.model(catalog.root().resolve("mine"));
    CatalogEntry entry = add(inPlace, "mine", ModelImport.Mode.COPY);
    assertThat(entry.location()).isEqualTo("mine");
  }

  @Test
  void a_single_file_is_known_by_its_tensors() throws IOException {
    CatalogEntry entry = add(lora(folder.resolve("x.safetensors")), "ink", ModelImport.Mode.COPY);
    assertThat(entry.kind()).isEqualTo(ModelKind.LORA);
    assertThat(entry.location()).isEqualTo("ink.safetensors");
    assertThat(entry.files()).containsOnlyKeys("ink.safetensors");
    assertThat(entry.revision()).isEqualTo(entry.files().get("ink.safetensors").sha256());
    assertThat(catalog.resolve("ink")).isRegularFile();
    ModelDetails details = ModelDetails.of(catalog, catalog.path(entry), ByteProgress.NONE);
    assertThat(details.parameters()).containsEntry("lora", 16L);
    assertThat(details.lora().orElseThrow().summary()).contains("rank 2");
  }

  @Test
  void settings_beside_a_checkpoint_go_where_it_goes() throws IOException {
    Path checkpoint = folder.resolve("dream.safetensors");
    new SingleFile(Path.of("src", "test", "resources", "golden", "sd1")).write(checkpoint);
    refused(checkpoint, "tokenizer", "--link");
    assertThat(add(checkpoint, "day", ModelImport.Mode.LINK).files()).hasSizeGreaterThan(3);

    Path settings = folder.resolve("dream.safetensors.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode node = (ObjectNode) json.readTree(settings.toFile());
    node.remove("tokenizer");
    json.writeValue(settings.toFile(), node.put("prediction_type", "v_prediction"));
    Files.writeString(folder.resolve("dream.frameloom.json"), "{}");
    CatalogEntry entry = add(checkpoint, "night", ModelImport.Mode.COPY);
    assertThat(entry.files())
        .containsOnlyKeys("night.safetensors", "night.safetensors.json", "night.frameloom.json");
    assertThat(ModelDetails.of(catalog, catalog.path(entry), ByteProgress.NONE))
        .satisfies(it -> assertThat(it.revision()).isEqualTo(entry.revision()))
        .satisfies(it -> assertThat(it.model().orElseThrow().prediction()).startsWith("v"));
    assertThat(Verification.of(catalog, entry, ByteProgress.NONE).intact()).isTrue();
    ModelRemoval.remove(catalog, "night");
    assertThat(catalog.root().resolve("night.safetensors.json")).doesNotExist();
  }

  @Test
  void a_controlnet_and_an_autoencoder_are_known_by_their_class() throws IOException {
    Path control = Files.createDirectory(folder.resolve("control"));
    Files.writeString(control.resolve("config.json"), "{\"_class_name\":\"ControlNetModel\"}");
    lora(control.resolve("diffusion_pytorch_model.safetensors"));
    assertThat(add(control, "canny", ModelImport.Mode.COPY).kind()).isEqualTo(ModelKind.CONTROLNET);
    assertThat(add(source.resolve("vae"), "vae", ModelImport.Mode.COPY).kind())
        .isEqualTo(ModelKind.VAE);
  }

  @Test
  void what_can_not_be_used_is_refused_and_leaves_nothing() throws IOException {
    refused(Files.writeString(folder.resolve("m.ckpt"), "pickle"), "pickle", "safetensors");
    refused(folder.resolve("absent"), "absent");
    refused(Files.createDirectory(folder.resolve("empty")), "model_index.json", "none of them");
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("poem", new float[1], 1);
    writer.write(folder.resolve("poem.safetensors"));
    refused(folder.resolve("poem.safetensors"), "poem", "LoRA");
    Files.delete(source.resolve("vae/diffusion_pytorch_model.safetensors"));
    refused(source, "vae", "diffusion_pytorch_model.safetensors");

    assertThat(catalog.entries()).isEmpty();
    assertThat(catalog.root()).doesNotExist();
  }

  private void refused(Path path, String... words) {
    assertThatThrownBy(() -> add(path, "sd", ModelImport.Mode.COPY))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void a_name_that_is_taken_is_not_taken_over() {
    add(source, "sd", ModelImport.Mode.COPY);
    assertThatThrownBy(() -> add(source, "sd", ModelImport.Mode.LINK))
        .hasMessageContainingAll("sd", "taken", "--name", "models remove");
  }

  @Test
  void progress_goes_up_to_all_bytes() {
    List<String> heard = new ArrayList<>();
    ByteProgress progress =
        new ByteProgress() {
          @Override
          public void begin(String work, long bytes) {
            heard.add(work + " " + bytes);
          }

          @Override
          public void done(long bytes, String file) {
            heard.add(file + " " + bytes);
          }
        };
    CatalogEntry entry =
        new ModelImport(catalog, TestEntries.clock(), progress)
            .add(source, "sd", "", ModelImport.Mode.COPY);
    assertThat(heard)
        .contains("copy " + entry.size(), "checksums " + entry.size())
        .last()
        .asString()
        .isEqualTo("vae/diffusion_pytorch_model.safetensors " + entry.size());
  }

  @Test
  void a_list_shows_what_is_catalogued_what_is_not_and_what_is_gone() throws IOException {
    add(source, "sd", ModelImport.Mode.COPY);
    CatalogEntry gone = add(source, "gone", ModelImport.Mode.COPY);
    Staging.delete(catalog.path(gone));
    lora(catalog.root().resolve("ink.safetensors"));
    Files.createDirectory(catalog.root().resolve("notes"));

    List<ModelSummary> list = ModelSummary.all(catalog);

    assertThat(list).extracting(ModelSummary::name).containsExactly("gone", "sd", "ink", "notes");
    Files.createDirectory(catalog.root().resolve("loras"));
    lora(catalog.root().resolve("loras/chalk.safetensors"));
    assertThat(ModelSummary.all(catalog))
        .extracting(ModelSummary::name)
        .containsExactly("gone", "sd", "ink", "notes", "chalk");
    assertThat(list.get(0).problem()).contains("gone");
    assertThat(list.get(1).problem()).isEmpty();
    assertThat(list.get(1).trained()).isTrue();
    assertThat(list.get(2).entry()).isEmpty();
    assertThat(list.get(2).kind()).contains(ModelKind.LORA);
    assertThat(list.get(3).problem()).contains("model_index.json");
  }

  @Test
  void a_disk_that_is_too_small_is_said_beforehand() {
    assertThatThrownBy(() -> DiskSpace.check(folder, 5_000_000_000L, 4_000_000_000L))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("5.00 GB", "4.00 GB", "models.dir");
  }
}
