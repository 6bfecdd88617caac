package dev.frameloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.weights.ModelLoadException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  @TempDir Path root;

  @Test
  void entries_are_read_as_they_were_written() {
    Catalog catalog = new Catalog(root.resolve("not/there/yet"));
    assertThat(catalog.entries()).isEmpty();
    CatalogEntry imported = TestEntries.entry("b");
    CatalogEntry pulled = origin("a", new ModelOrigin.Pulled("https://hub", "org/name", "c0ffee"));
    CatalogEntry made = origin("c", new ModelOrigin.Made("here"));

    catalog.put(imported);
    catalog.put(pulled);
    catalog.put(made);

    assertThat(new Catalog(catalog.root()).entries()).containsExactly(pulled, imported, made);
    assertThat(catalog.find("b")).contains(imported);
    assertThat(catalog.find("d")).isEmpty();
    catalog.remove("b");
    assertThat(catalog.entries()).containsExactly(pulled, made);
  }

  private static CatalogEntry origin(String name, ModelOrigin origin) {
    CatalogEntry entry = TestEntries.entry(name);
    return new CatalogEntry(
        name,
        ModelKind.LORA,
        entry.location(),
        entry.revision(),
        "",
        origin,
        entry.added(),
        entry.files());
  }

  @Test
  void a_name_is_what_the_catalog_says_and_else_a_folder_or_file_below_it() throws IOException {
    Catalog catalog = new Catalog(root);
    catalog.put(TestEntries.entry("one", "somewhere/else"));
    catalog.put(TestEntries.entry("two", root.resolveSibling("outside").toString()));
    Files.createFile(root.resolve("ink.safetensors"));

    assertThat(catalog.resolve("one")).isEqualTo(root.resolve("somewhere/else"));
    assertThat(catalog.resolve("two")).isEqualTo(root.resolveSibling("outside"));
    assertThat(catalog.resolve("ink")).isEqualTo(root.resolve("ink.safetensors"));
    assertThat(catalog.resolve("three")).isEqualTo(root.resolve("three"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"version\":1,\"entries\":{}",
        "{\"version\":1,\"entries\":{}} {}",
        "{\"version\":1,\"entries\":{},\"entries\":{}}",
        "{\"version\":1,\"entries\":[]}",
        "{\"version\":2,\"entries\":{}}",
        "{\"entries\":{}}",
        "{\"version\":1,\"entries\":{},\"colour\":\"blue\"}",
        "{\"version\":1,\"entries\":{\"a\":3}}",
        "{\"version\":1,\"entries\":{\"../a\":{}}}"
      })
  void a_damaged_catalog_is_named_with_what_to_do_and_left_as_it_is(String text)
      throws IOException {
    Catalog catalog = new Catalog(root);
    Files.writeString(catalog.file(), text);

    assertThatThrownBy(catalog::entries)
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(catalog.file().toString())
        .hasMessageContaining("Correct it, or move it away");
    assertThatThrownBy(() -> catalog.put(TestEntries.entry("b")))
        .isInstanceOf(ModelLoadException.class);
    assertThat(catalog.file()).hasContent(text);
  }

  @Test
  void unknown_fields_and_values_of_an_entry_are_named() throws IOException {
    Catalog catalog = new Catalog(root);
    catalog.put(TestEntries.entry("a"));
    String text = Files.readString(catalog.file());

    damage(catalog, text.replace("\"licence\"", "\"note\" : 1, \"licence\""), "a: unknown", "note");
    damage(catalog, text.replace("\"model\"", "\"poem\""), "kind", "controlnet", "poem");
    damage(catalog, text.replace("2026", "twenty"), "added", "twenty");
    damage(catalog, text.replace("\"size\" : 3", "\"size\" : -3"), "-3");
    damage(catalog, text.replace(TestEntries.HASH, "abc"), "SHA-256", "abc");
    damage(catalog, text.replace("\"imported\"", "\"stolen\""), "origin", "stolen");
  }

  private static void damage(Catalog catalog, String text, String... words) throws IOException {
    Files.writeString(catalog.file(), text);
    assertThatThrownBy(catalog::entries)
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void a_location_that_leads_out_of_the_folder_is_refused() {
    Catalog catalog = new Catalog(root);
    for (String location : List.of("../away", "a/../../away", ".")) {
      assertThatThrownBy(() -> catalog.path(TestEntries.entry("a", location)))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining(location);
    }
  }

  @Test
  void names_that_would_mean_something_else_are_refused() {
    for (String name :
        List.of("", ".hidden", "a/b", "a\\b", "a+b", "a@1", "~", "-x", "catalog.json", "ü")) {
      assertThatIllegalArgumentException().isThrownBy(() -> TestEntries.entry(name));
    }
  }

  @Test
  void a_crash_while_writing_leaves_the_old_catalog() throws IOException {
    Catalog catalog = new Catalog(root);
    catalog.put(TestEntries.entry("a"));
    Files.writeString(root.resolve("catalog.json.new"), "{\"version\":1,\"entr");

    assertThat(catalog.entries()).hasSize(1);
    catalog.put(TestEntries.entry("b"));
    assertThat(catalog.entries()).hasSize(2);
  }

  @Test
  void changes_of_several_threads_and_processes_are_all_kept() throws Exception {
    List<Process> others = new ArrayList<>();
    for (String name : List.of("p", "q")) {
      others.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Writer.class.getName(),
                  root.toString(),
                  name)
              .redirectError(new File(root.toFile(), name + ".err"))
              .start());
    }
    IntStream.range(0, 20)
        .parallel()
        .forEach(i -> new Catalog(root).put(TestEntries.entry("thread" + i)));
    for (Process other : others) {
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isZero();
    }
    assertThat(new Catalog(root).entries()).hasSize(60);
  }

  /** Adds twenty entries, in a process of its own. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      for (int i = 0; i < 20; i++) {
        new Catalog(Path.of(args[0])).put(TestEntries.entry(args[1] + i));
      }
    }
  }
}
