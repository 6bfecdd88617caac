package dev.frameloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.model.MiniatureModel;
import dev.frameloom.model.MiniatureResources;
import dev.frameloom.weights.ModelFolder;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedModelTest {

  @TempDir private Path folder;

  private Path root;
  private Catalog catalog;
  private MiniatureModel first;

  @BeforeEach
  void build() throws IOException {
    root = folder.resolve("models");
    catalog = new Catalog(root);
    first = model(1);
  }

  /** The model that a Frameloom of this version ships. */
  private MiniatureModel model(int version) throws IOException {
    return new MiniatureModel(
        MiniatureResources.folder(folder.resolve("build" + version), version));
  }

  private Optional<String> keep(MiniatureModel model, String version) {
    return new ShippedModel(model, version, catalog, TestEntries.clock()).keep();
  }

  private CatalogEntry entry() {
    return catalog.find("miniature").orElseThrow();
  }

  private Path place() {
    return catalog.resolve("miniature");
  }

  /** What lies in the models' folder and is no part of the catalog. */
  private List<String> folders() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(Files::isDirectory).map(it -> it.getFileName().toString()).toList();
    }
  }

  @Test
  void it_is_put_where_none_is_and_catalogued() {
    assertThat(keep(first, "1.0")).isEmpty();

    assertThat(place()).isEqualTo(root.resolve("miniature"));
    assertThat(entry().revision()).isEqualTo(first.revision());
    assertThat(entry().origin()).isEqualTo(new ModelOrigin.Shipped("1.0"));
    assertThat(entry().licence()).isEqualTo("Apache-2.0");
    assertThat(Verification.of(catalog, entry(), ByteProgress.NONE).intact()).isTrue();
    assertThat(new Catalog(root).entries()).containsExactly(entry());
  }

  @Test
  void the_same_model_is_not_put_again() throws IOException {
    keep(first, "1.0");
    Files.writeString(place().resolve("mark"), "still the same folder");

    assertThat(keep(first, "1.1")).isEmpty();

    assertThat(place().resolve("mark")).exists();
    assertThat(entry().origin()).isEqualTo(new ModelOrigin.Shipped("1.0"));
  }

  @Test
  void another_one_takes_its_place_and_the_old_files_go() throws IOException {
    keep(first, "1.0");
    MiniatureModel second = model(2);

    assertThat(keep(second, "2.0")).isEmpty();
    assertThat(entry().revision()).isEqualTo(second.revision());
    assertThat(entry().origin()).isEqualTo(new ModelOrigin.Shipped("2.0"));
    assertThat(ModelFolder.open(place()).revision()).isEqualTo(second.revision());
    assertThat(folders()).containsExactly("miniature");

    // and back: the older Frameloom is used again
    keep(first, "1.0");
    assertThat(entry().revision()).isEqualTo(first.revision());
    assertThat(folders()).containsExactly("miniature");
  }

  @Test
  void another_card_takes_the_place_of_one_that_nobody_has_changed() throws IOException {
    keep(first, "1.0");
    String revision = entry().revision();
    Path card = place().resolve("frameloom.json");
    Path shipped = MiniatureResources.model(folder.resolve("build1")).resolve("frameloom.json");
    Files.writeString(shipped, MiniatureResources.card(5));

    assertThat(keep(first, "1.1")).isEmpty();
    assertThat(card).hasContent(MiniatureResources.card(5));
    assertThat(entry().revision()).as("a card is no part of it").isEqualTo(revision);
    assertThat(Verification.of(catalog, entry(), ByteProgress.NONE).intact()).isTrue();

    Files.writeString(card, MiniatureResources.card(6));
    assertThat(keep(first, "1.1")).isEmpty();
    assertThat(card).as("the user's").hasContent(MiniatureResources.card(6));
    Files.delete(card);
    assertThat(keep(first, "1.1")).isEmpty();
    assertThat(card).as("taken away by the user").doesNotExist();
  }

  @Test
  void a_model_from_before_there_were_cards_is_given_one() throws IOException {
    keep(first, "1.0");
    Files.delete(place().resolve("frameloom.json"));
    CatalogEntry found = entry();
    new ModelImport(catalog, TestEntries.clock(), ByteProgress.NONE)
        .enter(place(), "miniature", found.licence(), found.origin());

    assertThat(keep(first, "1.1")).isEmpty();
    assertThat(place().resolve("frameloom.json")).hasContent(MiniatureResources.card(1));
  }

  @Test
  void what_was_changed_stays_and_is_told_of() throws IOException {
    keep(first, "1.0");
    Path weights = place().resolve("unet/diffusion_pytorch_model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);

    assertThat(keep(first, "1.0")).isEmpty();
    assertThat(keep(model(2), "2.0").orElseThrow())
        .contains(place().toString(), "was changed", "models remove miniature");
    assertThat(weights).hasBinaryContent(bytes);
    assertThat(entry().revision()).isEqualTo(first.revision());
  }

  @Test
  void a_model_that_was_catalogued_under_the_name_stays() throws IOException {
    TestEntries.model(folder.resolve("mine"));
    CatalogEntry mine =
        new ModelImport(catalog, TestEntries.clock(), ByteProgress.NONE)
            .add(folder.resolve("mine"), "miniature", "", ModelImport.Mode.COPY);

    assertThat(keep(first, "1.0")).isEmpty();
    assertThat(entry()).isEqualTo(mine);
  }

  @Test
  void a_folder_that_no_catalog_knows_is_entered_if_it_is_the_model_and_left_alone_if_not()
      throws IOException {
    keep(first, "1.0");
    Files.delete(catalog.file());
    assertThat(keep(model(2), "2.0").orElseThrow())
        .contains(place().toString(), "is not the model", "models import " + place());
    assertThat(catalog.entries()).isEmpty();

    assertThat(keep(first, "1.0")).isEmpty();
    assertThat(entry().revision()).isEqualTo(first.revision());

    Files.delete(catalog.file());
    Files.delete(place().resolve("model_index.json"));
    assertThat(keep(first, "1.0").orElseThrow()).contains("is not the model");
  }

  @Test
  void files_that_are_gone_come_back() throws IOException {
    keep(first, "1.0");
    Staging.delete(place());

    assertThat(keep(first, "1.0")).isEmpty();
    assertThat(Verification.of(catalog, entry(), ByteProgress.NONE).intact()).isTrue();
  }

  @Test
  void what_a_killed_process_has_left_is_of_no_matter() throws IOException {
    Path half = Files.createDirectories(root.resolve(".miniature.new/unet"));
    Files.writeString(half.resolve("config.json"), "{");
    assertThat(keep(first, "1.0")).isEmpty();
    assertThat(folders()).containsExactly("miniature");

    // killed with the old one out of the way, then with the new one there and not catalogued
    MiniatureModel second = model(2);
    Files.move(place(), root.resolve(".miniature.old"));
    second.write(place());
    assertThat(keep(second, "2.0")).isEmpty();
    assertThat(entry().revision()).isEqualTo(second.revision());
    Files.move(place(), root.resolve(".miniature.new"));
    assertThat(keep(second, "2.0")).isEmpty();
    assertThat(folders()).containsExactly("miniature");
  }

  @Test
  void a_folder_that_can_not_be_written_is_named() throws IOException {
    Files.createDirectories(root.resolve(".miniature.lock")); // a folder where the lock should be

    assertThatThrownBy(() -> keep(first, "1.0"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(root.toString())
        .hasMessageContaining("models.dir");
  }
}
