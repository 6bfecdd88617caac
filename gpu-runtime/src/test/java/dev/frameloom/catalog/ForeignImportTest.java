package dev.frameloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.lora.LoraInspection;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsNames;
import dev.frameloom.weights.SafetensorsTensors;
import dev.frameloom.weights.SafetensorsWriter;
import dev.frameloom.weights.SingleFile;
import dev.frameloom.weights.StoredTensor;
import dev.frameloom.weights.TensorFile;
import dev.frameloom.weights.pickle.TorchFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that other programs have saved: recognised, converted, and as good as others then. */
class ForeignImportTest {

  @TempDir Path folder;

  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = new Catalog(folder.resolve("models"));
  }

  private CatalogEntry add(String name, Path... sources) {
    return add(name, ModelImport.Mode.COPY, sources);
  }

  private CatalogEntry add(String name, ModelImport.Mode mode, Path... sources) {
    return new ModelImport(catalog, TestEntries.clock(), ByteProgress.NONE)
        .add(List.of(sources), name, "BSD", mode);
  }

  private void refused(Path source, String... words) {
    assertThatThrownBy(() -> add("x", source))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(words);
    assertThat(catalog.entries()).isEmpty();
    assertThat(left()).isEmpty();
  }

  /** What lies in the catalog's folder beside its own files. */
  private List<Path> left() {
    if (!Files.isDirectory(catalog.root())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(catalog.root())) {
      return files.filter(it -> !it.getFileName().toString().startsWith("catalog")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A checkpoint with tensors of these names. */
  private Path pth(String name, String... tensors) {
    TorchFile file = TorchFile.ofTensors();
    for (String tensor : tensors) {
      file.tensor(tensor, new float[] {1}, 1);
    }
    return file.write(folder.resolve(name));
  }

  private static final String[] GMFLOW = {
    "backbone.conv1.weight",
    "feature_flow_attn.q_proj.weight",
    "transformer.layers.0.self_attn.q_proj.weight",
    "upsampler.0.weight"
  };

  private static String[] named(String prefix, String... names) {
    return Stream.of(names).map(prefix::concat).toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raft_large|RAFT, large|fnet.conv1.weight cnet.conv1.weight update_block.mask.2.weight",
        "raft_small|RAFT, small|fnet.conv1.weight cnet.conv1.weight update_block.gru.convz.weight",
        "raft_large|RAFT, large|feature_encoder.convnormrelu.0.weight update_block.flow_head.conv1.bias"
            + " mask_predictor.conv.weight",
        "raft_small|RAFT, small|feature_encoder.convnormrelu.0.weight update_block.flow_head.conv1.bias"
      })
  void raft_is_known_by_both_namings(String type, String words, String tensors) throws IOException {
    String[] names = tensors.split(" ");
    for (Path source : List.of(pth("raft.pth", named("module.", names)), pth("b.pth", names))) {
      CatalogEntry entry = add("flow", source);

      assertThat(entry.kind()).isEqualTo(ModelKind.FLOW);
      assertThat(entry.origin().text()).isEqualTo(source.toString());
      Path place = catalog.path(entry);
      assertThat(Files.readString(place.resolve("config.json"))).contains('"' + type + '"');
      assertThat(SafetensorsNames.read(place.resolve("model.safetensors")).keySet())
          .containsExactlyInAnyOrder(names);
      assertThat(ModelSummary.all(catalog).get(0).family()).isEqualTo(words);
      assertThat(ModelDetails.of(catalog, place, ByteProgress.NONE).network()).isEqualTo(words);
      assertThat(Verification.of(catalog, entry, ByteProgress.NONE).intact()).isTrue();
      assertThat(ModelRemoval.remove(catalog, "flow")).contains("with its files");
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void gmflow_is_known_and_with_refinement_refused() {
    assertThat(add("flow", pth("gmflow.pth", GMFLOW)).kind()).isEqualTo(ModelKind.FLOW);
    ModelRemoval.remove(catalog, "flow");
    refused(
        pth(
            "refined.pth",
            Stream.concat(Stream.of(GMFLOW), Stream.of("backbone.trident_conv.weight"))
                .toArray(String[]::new)),
        "refined.pth",
        "with_refine");
  }

  @Test
  void a_network_may_be_safetensors_as_well() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : GMFLOW) {
      writer.add("module." + name, new float[] {2}, 1);
    }
    Path source = folder.resolve("gmflow.safetensors");
    writer.write(source);
    Path place = catalog.path(add("flow", source));
    assertThat(SafetensorsNames.read(place.resolve("model.safetensors")).keySet())
        .containsExactlyInAnyOrder(GMFLOW);
  }

  private Path weights(String name, int third, int last) {
    TorchFile file = TorchFile.ofTensors();
    for (int i = 0; i < last; i++) {
      int channels = i == 2 ? third : 8;
      file.tensor("lin" + i + ".model.1.weight", new float[channels], 1, channels, 1, 1);
    }
    return file.write(folder.resolve(name));
  }

  private Path network(String name, int kernel, int last) {
    return TorchFile.ofTensors()
        .tensor("features.0.weight", new float[64 * 3 * kernel * kernel], 64, 3, kernel, kernel)
        .tensor("features." + last + ".weight", new float[] {1}, 1)
        .tensor("classifier.6.weight", new float[1000], 1000)
        .write(folder.resolve(name));
  }

  @Test
  void lpips_is_two_files_in_any_order() throws IOException {
    Path alex = weights("alex.pth", 384, 5);
    Path alexnet = network("alexnet.pth", 11, 10);
    CatalogEntry one = add("one", alex, alexnet);
    CatalogEntry other = add("other", alexnet, alex);

    assertThat(one.kind()).isEqualTo(ModelKind.LPIPS);
    assertThat(one.revision()).isEqualTo(other.revision());
    assertThat(one.origin().text()).isEqualTo(alex + " and " + alexnet);
    Path place = catalog.path(one);
    assertThat(Files.readString(place.resolve("config.json"))).contains("\"lpips_alex\"");
    assertThat(SafetensorsNames.read(place.resolve("model.safetensors")))
        .containsKeys("lin0.model.1.weight", "features.0.weight", "features.10.weight")
        .doesNotContainKey("classifier.6.weight");
    Path vgg = catalog.path(add("vgg", weights("vgg.pth", 256, 5), network("vgg16.pth", 3, 28)));
    assertThat(Files.readString(vgg.resolve("config.json"))).contains("\"lpips_vgg\"");
  }

  @Test
  void half_of_lpips_says_what_the_other_half_is() {
    Path alex = weights("alex.pth", 384, 5);
    Path vgg16 = network("vgg16.pth", 3, 28);
    refused(alex, "alex.pth", "AlexNet", "models import alex.pth alexnet-owt-7be5be79.pth");
    refused(vgg16, "vgg16.pth", "VGG-16", "package lpips", "weights/v0.1/vgg.pth");
    refused(weights("squeeze.pth", 256, 7), "SqueezeNet", "alex.pth");
    assertThatThrownBy(() -> add("x", alex, vgg16))
        .hasMessageContainingAll("AlexNet", "VGG-16", "alexnet-owt-7be5be79.pth");
    assertThatThrownBy(() -> add("x", alex, pth("flow.pth", GMFLOW)))
        .hasMessageContainingAll("expected one model", "one by one");
    assertThatThrownBy(() -> add("x", alex, vgg16, alex)).hasMessageContaining("one model");
  }

  @Test
  void a_whole_model_of_the_lpips_package_is_one_file() throws IOException {
    TorchFile file = TorchFile.ofTensors();
    for (int i = 0; i < 5; i++) {
      int channels = i == 2 ? 384 : 8;
      file.tensor("lin" + i + ".model.1.weight", new float[channels], 1, channels, 1, 1);
    }
    Path source =
        file.tensor("net.slice1.0.weight", new float[64 * 363], 64, 3, 11, 11)
            .tensor("net.slice5.10.weight", new float[] {1}, 1)
            .tensor("scaling_layer.shift", new float[3], 1, 3, 1, 1)
            .write(folder.resolve("lpips.pth"));
    Path place = catalog.path(add("lpips", source));
    assertThat(SafetensorsNames.read(place.resolve("model.safetensors")).keySet())
        .contains("features.0.weight", "features.10.weight")
        .doesNotContain("scaling_layer.shift");
  }

  private Path clip(String weights) throws IOException {
    Path clip = Files.createDirectories(folder.resolve("clip"));
    Files.writeString(
        clip.resolve("config.json"),
        "{\"model_type\": \"clip\", \"vision_config\": {\"hidden_size\": 1024, \"patch_size\": 14}}");
    Files.writeString(clip.resolve("vocab.json"), "{}");
    Files.writeString(clip.resolve("merges.txt"), "");
    Files.writeString(clip.resolve("README.md"), "");
    Path file = pth("clip.bin", "vision_model.a", "text_model.a", "logit_scale");
    Files.move(file, clip.resolve(weights));
    return clip;
  }

  @Test
  void clip_is_a_folder_whose_pickle_is_converted() throws IOException {
    CatalogEntry entry = add("clip", clip("pytorch_model.bin"));

    assertThat(entry.kind()).isEqualTo(ModelKind.CLIP);
    assertThat(entry.files().keySet())
        .containsExactlyInAnyOrder("config.json", "vocab.json", "merges.txt", "model.safetensors");
    assertThat(ModelSummary.all(catalog).get(0).family()).isEqualTo("CLIP ViT-L/14");
  }

  @Test
  void weights_in_several_pickles_become_one_file() throws IOException {
    Path clip = clip("pytorch_model-00001-of-00002.bin");
    Files.move(
        pth("b.bin", "visual_projection.weight"), clip.resolve("pytorch_model-00002-of-00002.bin"));
    Files.writeString(clip.resolve("pytorch_model.bin.index.json"), "{}");

    CatalogEntry entry = add("clip", clip);

    assertThat(SafetensorsNames.read(catalog.path(entry).resolve("model.safetensors")).keySet())
        .contains("vision_model.a", "visual_projection.weight");
    assertThat(entry.files().keySet()).doesNotContain("pytorch_model.bin.index.json");
  }

  @Test
  void clip_with_safetensors_is_copied_or_linked_and_needs_both_encoders() throws IOException {
    Path clip = clip("flax_model.bin");
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("vision_model.a", new float[] {1}, 1);
    writer.write(clip.resolve("model.safetensors"));
    refused(clip, "clip", "CLIP", "text_model.");
    writer.add("text_model.a", new float[] {1}, 1);
    writer.write(clip.resolve("model.safetensors"));
    assertThat(add("copy", clip).files()).hasSize(4);
    CatalogEntry link = add("link", ModelImport.Mode.LINK, clip);
    assertThat(catalog.path(link)).isEqualTo(clip);
  }

  @Test
  void weights_of_clip_alone_ask_for_their_folder() {
    refused(pth("pytorch_model.bin", "vision_model.a", "text_model.a"), "CLIP", "config.json");
  }

  @Test
  void a_checkpoint_of_stable_diffusion_keeps_its_numbers_and_settings() throws IOException {
    SingleFile recipe = new SingleFile(Path.of("src/test/resources/golden/sd1"));
    Path plain = recipe.write(folder.resolve("plain.safetensors"));
    Path source = folder.resolve("painted.v2.ckpt");
    TorchFile written = TorchFile.ofTensors();
    try (TensorFile file = SafetensorsTensors.open(plain)) {
      for (Map.Entry<String, StoredTensor> tensor : file.tensors().entrySet()) {
        long[] shape = tensor.getValue().shape().stream().mapToLong(Long::longValue).toArray();
        written.tensor(tensor.getKey(), floats(tensor.getValue()), shape);
      }
    }
    written.write(source);
    SingleFile.settings(source, recipe.settings().put("prediction_type", "epsilon"));
    Files.writeString(folder.resolve("painted.v2.yaml"), "parameterization: eps\n");

    CatalogEntry entry = add("painted", source);

    assertThat(entry.kind()).isEqualTo(ModelKind.MODEL);
    assertThat(entry.files().keySet())
        .contains("painted.safetensors", "painted.safetensors.json", "painted.yaml");
    try (DiffusionModel model = DiffusionModel.load(catalog.path(entry), "cpu")) {
      assertThat(model.description().revision()).isEqualTo(entry.revision());
    }
    assertThat(Files.readAllBytes(catalog.path(entry))).isEqualTo(Files.readAllBytes(plain));
    assertThatThrownBy(() -> add("link", ModelImport.Mode.LINK, source))
        .hasMessageContainingAll("painted.v2.ckpt", "can't be linked", "--link");
    assertThatThrownBy(() -> add("painted", source)).hasMessageContaining("taken");
  }

  private static float[] floats(StoredTensor tensor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tensor.numbers().write(bytes);
    float[] values = new float[bytes.size() / 4];
    ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  @Test
  void parts_of_a_diffusers_folder_may_be_pickles() throws IOException {
    Path source = TestEntries.model(folder.resolve("source"));
    Path vae = source.resolve("vae/diffusion_pytorch_model.safetensors");
    TorchFile written = TorchFile.ofTensors();
    try (TensorFile file = SafetensorsTensors.open(vae)) {
      for (Map.Entry<String, StoredTensor> tensor : file.tensors().entrySet()) {
        long[] shape = tensor.getValue().shape().stream().mapToLong(Long::longValue).toArray();
        written.tensor(tensor.getKey(), floats(tensor.getValue()), shape);
      }
    }
    String revision = ModelFiles.open(source).revision();
    Files.delete(vae);
    written.write(source.resolve("vae/diffusion_pytorch_model.bin"));

    assertThatThrownBy(() -> ModelFiles.open(source).files())
        .hasMessageContainingAll("diffusion_pytorch_model.bin", "models import " + source + " ");
    assertThat(add("sd", source).revision()).isEqualTo(revision);
  }

  @Test
  void an_adapter_with_a_pickle_is_converted_and_keeps_its_configuration() throws IOException {
    Path adapter = Files.createDirectory(folder.resolve("adapter"));
    String layer = "base_model.model.mid_block.attentions.0.proj_in.lora_";
    Path weights =
        TorchFile.ofTensors()
            .tensor(layer + "A.weight", new float[8], 2, 4)
            .tensor(layer + "B.weight", new float[8], 4, 2)
            .write(adapter.resolve("adapter_model.bin"));
    Files.writeString(adapter.resolve("adapter_config.json"), "{\"r\":2,\"lora_alpha\":1}");
    Files.writeString(adapter.resolve("trainer_state.json"), "{}");
    for (Path source : List.of(adapter, weights)) {
      CatalogEntry entry = add(source.equals(adapter) ? "folder" : "file", source);
      assertThat(entry.kind()).isEqualTo(ModelKind.LORA);
      assertThat(entry.files())
          .containsOnlyKeys("adapter_config.json", "adapter_model.safetensors");
      assertThat(LoraInspection.inspect(catalog.path(entry)).ratios()).containsExactly(0.5);
    }
  }

  @Test
  void what_is_not_known_says_what_is() {
    refused(
        pth("resnet.pth", "layer1.0.conv1.weight"),
        "resnet.pth",
        "Stable Diffusion",
        "LoRA",
        "GMFlow or RAFT",
        "LPIPS",
        "layer1.0.conv1.weight");
    refused(
        Path.of("src/test/resources/golden/pickles/refused/os_system.pth"),
        "posix.system",
        "would run code");
    refused(folder.resolve("absent.pth"), "no model at", "absent.pth");
    refused(
        pth("sdxl.ckpt", "model.diffusion_model.label_emb.0.0.weight"),
        "sdxl.ckpt",
        "Stable Diffusion XL");
  }
}
