package dev.frameloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.weights.ModelLoadException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileSelectionTest {

  private static final HubFile.Checksum SUM = new HubFile.Sha256("0".repeat(64));

  /** What Stable Diffusion 1.5 has on its hub, in short. */
  private static final List<String> MODEL =
      List.of(
          ".gitattributes",
          "README.md",
          "feature_extractor/preprocessor_config.json",
          "model_index.json",
          "safety_checker/config.json",
          "safety_checker/model.safetensors",
          "scheduler/scheduler_config.json",
          "text_encoder/config.json",
          "text_encoder/model.fp16.safetensors",
          "text_encoder/model.safetensors",
          "text_encoder/pytorch_model.bin",
          "tokenizer/merges.txt",
          "tokenizer/vocab.json",
          "unet/config.json",
          "unet/diffusion_pytorch_model.bin",
          "unet/diffusion_pytorch_model.fp16.safetensors",
          "unet/diffusion_pytorch_model.non_ema.safetensors",
          "unet/diffusion_pytorch_model.onnx",
          "unet/diffusion_pytorch_model.safetensors",
          "unet/flax_model.msgpack",
          "v1-5-pruned.ckpt",
          "v1-5-pruned.safetensors",
          "vae/config.json",
          "vae/diffusion_pytorch_model.safetensors");

  private static HubListing listing(Stream<String> names) {
    List<HubFile> files = names.map(name -> new HubFile(name, name.length(), SUM)).toList();
    return new HubListing("org/name", "a".repeat(40), "", files);
  }

  private static HubListing listing(String... names) {
    return listing(Stream.of(names));
  }

  private static List<String> names(FileSelection selection) {
    return selection.files().stream().map(HubFile::name).toList();
  }

  @Test
  void what_a_model_recommends_comes_along() {
    Stream<String> files = Stream.concat(MODEL.stream(), Stream.of("frameloom.json"));
    assertThat(names(FileSelection.folder(listing(files), "")))
        .contains("frameloom.json", "model_index.json")
        .doesNotContain("README.md");
  }

  @Test
  void of_a_folder_only_what_loading_reads_is_taken_and_configurations_first() {
    FileSelection selection = FileSelection.folder(listing(MODEL.stream()), "");
    assertThat(names(selection))
        .containsExactlyInAnyOrder(
            "model_index.json",
            "scheduler/scheduler_config.json",
            "text_encoder/config.json",
            "text_encoder/model.safetensors",
            "tokenizer/merges.txt",
            "tokenizer/vocab.json",
            "unet/config.json",
            "unet/diffusion_pytorch_model.safetensors",
            "vae/config.json",
            "vae/diffusion_pytorch_model.safetensors");
    assertThat(names(selection).subList(7, 10)).allMatch(it -> it.endsWith(".safetensors"));
    assertThat(selection.single()).isFalse();
    assertThat(selection.notes()).isEmpty();
  }

  @Test
  void a_variant_is_taken_where_there_is_one_and_said_where_there_is_none() {
    FileSelection selection = FileSelection.folder(listing(MODEL.stream()), "fp16");
    assertThat(names(selection))
        .contains(
            "text_encoder/model.fp16.safetensors",
            "unet/diffusion_pytorch_model.fp16.safetensors",
            "vae/diffusion_pytorch_model.safetensors")
        .doesNotContain("unet/diffusion_pytorch_model.safetensors");
    assertThat(selection.notes()).singleElement().asString().contains("vae", "fp16");
  }

  @Test
  void weights_in_several_files_come_with_their_index() {
    for (String variant : List.of("", ".fp16")) {
      FileSelection selection =
          FileSelection.folder(
              listing(
                  "config.json",
                  "diffusion_pytorch_model" + variant + "-00001-of-00002.safetensors",
                  "diffusion_pytorch_model" + variant + "-00002-of-00002.safetensors",
                  "diffusion_pytorch_model.safetensors.index" + variant + ".json"),
              variant.replace(".", ""));
      assertThat(selection.files()).hasSize(4);
    }
    HubListing both =
        listing(
            "config.json",
            "diffusion_pytorch_model.safetensors",
            "diffusion_pytorch_model-00001-of-00001.safetensors",
            "diffusion_pytorch_model.safetensors.index.json");
    assertThat(names(FileSelection.folder(both, "")))
        .containsExactly("config.json", "diffusion_pytorch_model.safetensors");
  }

  @Test
  void pickles_are_taken_where_there_is_nothing_else_and_that_is_said() {
    HubListing pickles =
        listing(
            MODEL.stream().filter(it -> !it.startsWith("unet/") || !it.endsWith(".safetensors")));
    FileSelection selection = FileSelection.folder(pickles, "");
    assertThat(names(selection))
        .contains("unet/diffusion_pytorch_model.bin", "text_encoder/model.safetensors")
        .doesNotContain("text_encoder/pytorch_model.bin");
    assertThat(selection.notes())
        .singleElement()
        .asString()
        .contains("unet/diffusion_pytorch_model.bin", "pickle", "Nothing in it is run");
    FileSelection single = FileSelection.folder(listing("a.ckpt", "README.md"), "");
    assertThat(single.single()).isTrue();
    assertThat(single.notes()).hasSize(1);
    assertThatThrownBy(() -> FileSelection.folder(listing("a.ckpt", "b.pth"), ""))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("--file", "a.ckpt, b.pth");
  }

  @Test
  void clip_comes_with_its_tokenizer_and_without_what_other_programs_read() {
    List<String> all =
        List.of(
            "README.md",
            "config.json",
            "flax_model.msgpack",
            "merges.txt",
            "preprocessor_config.json",
            "pytorch_model.bin",
            "tf_model.h5",
            "vocab.json");
    assertThat(names(FileSelection.folder(listing(all.stream()), "")))
        .containsExactlyInAnyOrder(
            "config.json",
            "merges.txt",
            "preprocessor_config.json",
            "pytorch_model.bin",
            "vocab.json");
    assertThat(
            names(
                FileSelection.folder(
                    listing(Stream.concat(all.stream(), Stream.of("model.safetensors"))), "")))
        .contains("model.safetensors")
        .doesNotContain("pytorch_model.bin");
  }

  @Test
  void the_only_safetensors_file_is_taken_and_of_several_one_must_be_named() {
    FileSelection lora = FileSelection.folder(listing("README.md", "lora.safetensors"), "");
    assertThat(names(lora)).containsExactly("lora.safetensors");
    assertThat(lora.single()).isTrue();
    HubListing several = listing("a.safetensors", "b.safetensors", "c.bin");
    assertThatThrownBy(() -> FileSelection.folder(several, ""))
        .hasMessageContainingAll("--file", "a.safetensors, b.safetensors");
    assertThat(names(FileSelection.file(several, "b.safetensors")))
        .containsExactly("b.safetensors");
    assertThatThrownBy(() -> FileSelection.file(several, "d.safetensors"))
        .hasMessageContainingAll("d.safetensors", "a.safetensors");
    assertThat(FileSelection.file(several, "c.bin").notes()).hasSize(1);
    assertThatThrownBy(() -> FileSelection.file(listing("d.onnx"), "d.onnx"))
        .hasMessageContaining("refused");
  }

  @Test
  void names_that_leave_their_folder_are_refused() {
    for (String name : List.of("", "/a", "a//b", "../a", "a/..", "a/./b", "a\\b", "a\nb", "a/")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new HubFile(name, 1, SUM));
    }
  }

  @Test
  void a_configuration_of_gigabytes_is_refused() {
    HubListing listing =
        new HubListing(
            "org/name",
            "a".repeat(40),
            "",
            List.of(
                new HubFile("model_index.json", 1L << 40, SUM),
                new HubFile("unet/diffusion_pytorch_model.safetensors", 1, SUM)));
    assertThatThrownBy(() -> FileSelection.folder(listing, ""))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("model_index.json");
  }
}
