package dev.frameloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {

  @TempDir Path folder;
  private Catalog catalog;
  private CatalogEntry entry;
  private Path place;

  @BeforeEach
  void model() throws IOException {
    catalog = new Catalog(folder.resolve("models"));
    Path source = TestEntries.model(folder.resolve("source"));
    entry =
        new ModelImport(catalog, TestEntries.clock(), ByteProgress.NONE)
            .add(source, "sd", "", ModelImport.Mode.COPY);
    place = catalog.path(entry);
  }

  private List<String> differences() {
    return Verification.of(catalog, entry, ByteProgress.NONE).differences();
  }

  @Test
  void an_untouched_model_is_intact() {
    assertThat(differences()).isEmpty();
  }

  @Test
  void one_changed_bit_is_found_and_its_file_named() throws IOException {
    Path weights = place.resolve("unet/diffusion_pytorch_model.safetensors");
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.seek(file.length() - 1);
      int last = file.read();
      file.seek(file.length() - 1);
      file.write(last ^ 1);
    }
    assertThat(differences())
        .singleElement()
        .asString()
        .contains(weights.toString(), "expected SHA-256", "found");
  }

  @Test
  void a_file_that_is_shorter_or_missing_is_named() throws IOException {
    Files.writeString(place.resolve("unet/config.json"), "{}");
    Files.delete(place.resolve("vae/config.json"));
    assertThat(differences()).hasSize(2);
    assertThat(differences().get(0)).contains("unet/config.json", "found 2 bytes");
    assertThat(differences().get(1)).contains("missing", "vae/config.json");
  }

  @Test
  void a_file_that_loading_reads_since_then_is_named_and_others_are_not() throws IOException {
    Files.writeString(place.resolve("README.md"), "a model");
    assertThat(differences()).isEmpty();
    Files.writeString(place.resolve("tokenizer/tokenizer.json"), "{}");
    assertThat(differences()).singleElement().asString().contains("added since", "tokenizer.json");
  }

  @Test
  void a_model_that_is_gone_is_said_to_be() throws IOException {
    Staging.delete(place);
    assertThat(differences()).singleElement().asString().contains("missing", place.toString());
  }

  @Test
  void a_revision_that_was_changed_in_the_catalog_is_found() {
    entry =
        new CatalogEntry(
            entry.name(),
            entry.kind(),
            entry.location(),
            TestEntries.HASH,
            "",
            entry.origin(),
            entry.added(),
            entry.files());
    assertThat(differences()).singleElement().asString().contains("revision", TestEntries.HASH);
  }
}
