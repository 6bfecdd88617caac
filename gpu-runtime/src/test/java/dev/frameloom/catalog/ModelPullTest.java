package dev.frameloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.frameloom.hub.HubException;
import dev.frameloom.hub.RepositoryId;
import dev.frameloom.hub.TestHub;
import dev.frameloom.lora.LoraInspection;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsWriter;
import dev.frameloom.weights.pickle.TorchFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models from a hub on this machine into a catalog. */
@Timeout(120)
class ModelPullTest {

  private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
  private static final String OS_SYSTEM = "src/test/resources/golden/pickles/refused/os_system.pth";
  private static final String OTHER = "b".repeat(40);

  @TempDir Path folder;
  private Path source;
  private Catalog catalog;
  private TestHub hub;
  private ModelPull pull;

  @BeforeEach
  void start() throws Exception {
    source = TestEntries.model(folder.resolve("source"));
    catalog = new Catalog(folder.resolve("models"));
    hub =
        new TestHub()
            .putAll(source)
            .put("README.md", new byte[9])
            .put("unet/diffusion_pytorch_model.bin", new byte[9])
            .put("safety_checker/model.safetensors", new byte[9]);
    pull =
        new ModelPull(
            catalog, hub.client(Optional.empty()), TestEntries.clock(), ByteProgress.NONE);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static PullRequest request(String name, Optional<String> file) {
    return new PullRequest(RepositoryId.parse("org/name"), file, "", name);
  }

  private CatalogEntry pulled() {
    return pull.execute(pull.plan(request("sd", Optional.empty())));
  }

  @Test
  void a_pulled_model_is_listed_intact_and_can_be_loaded() {
    CatalogEntry entry = pulled();

    assertThat(ModelSummary.all(catalog)).singleElement().matches(it -> it.problem().isEmpty());
    assertThat(Verification.of(catalog, entry, ByteProgress.NONE).differences()).isEmpty();
    assertThat(entry.licence()).isEqualTo("creativeml-openrail-m");
    assertThat(entry.location()).isEqualTo("sd");
    assertThat(entry.files().keySet())
        .hasSize(12)
        .doesNotContain("README.md", "unet/diffusion_pytorch_model.bin");
    assertThat(entry.origin())
        .isInstanceOfSatisfying(
            ModelOrigin.Pulled.class, it -> assertThat(it.id()).isEqualTo("org/name"));
    try (DiffusionModel model = DiffusionModel.load(catalog.resolve("sd"), "cpu");
        DiffusionModel original = DiffusionModel.load(source, "cpu");
        NDManager scope = model.newScope();
        NDManager other = original.newScope()) {
      assertThat(entry.revision()).isEqualTo(model.description().revision());
      assertThat(model.encodeText(scope, List.of("a cat")).toFloatArray())
          .isEqualTo(original.encodeText(other, List.of("a cat")).toFloatArray());
    }
  }

  @Test
  void a_plan_fetches_nothing() {
    PullPlan plan = pull.plan(request("sd", Optional.empty()));
    assertThat(plan.missing()).isEqualTo(plan.selection().size()).isGreaterThan(1_000_000);
    assertThat(hub.fetched()).isEmpty();
    assertThat(catalog.root()).doesNotExist();
  }

  @Test
  void the_same_commit_again_fetches_nothing() {
    CatalogEntry first = pulled();
    hub.forget();
    assertThat(pulled()).isEqualTo(first);
    assertThat(hub.fetched()).isEmpty();
  }

  @Test
  void another_commit_takes_the_place_of_the_one_before() throws IOException {
    CatalogEntry first = pulled();
    hub.put("tokenizer/vocab.json", Files.readAllBytes(source.resolve("tokenizer/vocab.json")));
    hub.put("scheduler/scheduler_config.json", scheduler("v_prediction"));
    hub.commit(OTHER);

    CatalogEntry second = pulled();

    assertThat(second.revision()).isNotEqualTo(first.revision());
    assertThat(second.location()).isEqualTo("sd-bbbbbbbbbbbb");
    assertThat(catalog.path(first)).doesNotExist();
    assertThat(catalog.entries()).containsExactly(second);
    assertThat(Verification.of(catalog, second, ByteProgress.NONE).intact()).isTrue();
    hub.commit("c".repeat(40));
    assertThat(pulled().location()).isEqualTo("sd");
  }

  private byte[] scheduler(String prediction) throws IOException {
    return Files.readString(source.resolve("scheduler/scheduler_config.json"))
        .replace("epsilon", prediction)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void what_a_lost_hub_leaves_is_gone_on_with() {
    for (int i = 0; i < 4; i++) {
      hub.cut(UNET, i == 0 ? 1_000_000 : 0);
    }
    hub.cut(UNET, 0);
    assertThatThrownBy(this::pulled)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("goes on from there");
    assertThat(catalog.entries()).isEmpty();
    assertThat(ModelSummary.all(catalog)).isEmpty();

    PullPlan plan = pull.plan(request("sd", Optional.empty()));
    assertThat(plan.missing()).isLessThan(plan.selection().size() - 1_000_000);
    hub.forget();
    CatalogEntry entry = pull.execute(plan);
    assertThat(hub.fetched()).noneMatch(it -> it.endsWith("unet/config.json"));
    assertThat(Verification.of(catalog, entry, ByteProgress.NONE).intact()).isTrue();
  }

  @Test
  void another_variant_leaves_nothing_of_the_first_choice() throws IOException {
    byte[] weights = Files.readAllBytes(source.resolve(UNET));
    hub.put("unet/diffusion_pytorch_model.fp16.safetensors", weights);
    for (int i = 0; i < 5; i++) {
      hub.cut(UNET, 0);
    }
    assertThatThrownBy(this::pulled).isInstanceOf(HubException.class);
    PullRequest half =
        new PullRequest(RepositoryId.parse("org/name"), Optional.empty(), "fp16", "half");
    CatalogEntry entry = pull.execute(pull.plan(half));
    try (Stream<Path> files = Files.list(catalog.path(entry).resolve("unet"))) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("config.json", "diffusion_pytorch_model.fp16.safetensors");
    }
  }

  @Test
  void a_model_that_can_not_be_loaded_is_refused_before_its_weights_are_fetched()
      throws IOException {
    String config = Files.readString(source.resolve("unet/config.json"));
    hub.put(
        "unet/config.json",
        config
            .replace("UNet2DConditionModel", "UNet3DConditionModel")
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(this::pulled)
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("org/name", "UNet3DConditionModel");
    assertThat(hub.fetched()).noneMatch(it -> it.endsWith(".safetensors"));
    assertThat(ModelSummary.all(catalog)).isEmpty();
    assertThat(catalog.root().resolve(".pull/org--name-c0ffeec0ffee")).doesNotExist();
  }

  @Test
  void a_single_file_gets_the_name_that_is_given() throws IOException {
    hub.put("extra/ink.safetensors", Files.readAllBytes(lora()));
    PullRequest request = request("drawing", Optional.of("extra/ink.safetensors"));
    CatalogEntry entry = pull.execute(pull.plan(request));
    assertThat(entry.kind()).isEqualTo(ModelKind.LORA);
    assertThat(entry.location()).isEqualTo("drawing.safetensors");
    assertThat(Verification.of(catalog, entry, ByteProgress.NONE).intact()).isTrue();
    assertThat(pull.plan(request).upToDate()).isTrue();
    assertThat(PullRequest.standardName(request.repository(), request.file())).isEqualTo("ink");
  }

  @Test
  void an_adapter_comes_with_its_configuration_also_where_one_file_is_asked_for() throws Exception {
    Path adapter = GoldenTensors.folder().resolve("lora/peft-adapter");
    try (TestHub peft = new TestHub()) {
      for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
        peft.put(file, Files.readAllBytes(adapter.resolve(file)));
        peft.put("nested/" + file, Files.readAllBytes(adapter.resolve(file)));
      }
      peft.put("README.md", new byte[] {'#'});
      ModelPull from =
          new ModelPull(
              catalog, peft.client(Optional.empty()), TestEntries.clock(), ByteProgress.NONE);
      for (Optional<String> file :
          List.of(Optional.<String>empty(), Optional.of("adapter_model.safetensors"))) {
        PullRequest request = request(file.isPresent() ? "file" : "folder", file);
        CatalogEntry entry = from.execute(from.plan(request));
        assertThat(entry.kind()).isEqualTo(ModelKind.LORA);
        assertThat(entry.files())
            .containsOnlyKeys("adapter_config.json", "adapter_model.safetensors");
        assertThat(LoraInspection.inspect(catalog.path(entry)).ratios()).containsExactly(0.5);
        assertThat(from.plan(request).upToDate()).isTrue();
      }
      PullRequest nested = request("x", Optional.of("nested/adapter_model.safetensors"));
      assertThatThrownBy(() -> from.plan(nested))
          .hasMessageContainingAll("nested/", "adapter_config.json", "models import");
    }
  }

  @Test
  void pickles_of_a_folder_are_converted_and_known_again() throws Exception {
    try (TestHub clip = new TestHub()) {
      Path weights =
          TorchFile.ofTensors()
              .tensor("vision_model.a", new float[] {1, 2}, 2)
              .tensor("text_model.a", new float[] {3}, 1)
              .write(folder.resolve("clip.bin"));
      clip.put("config.json", "{\"model_type\": \"clip\"}".getBytes(StandardCharsets.UTF_8))
          .put("vocab.json", new byte[] {'{', '}'})
          .put("pytorch_model.bin", Files.readAllBytes(weights));
      ModelPull from =
          new ModelPull(
              catalog, clip.client(Optional.empty()), TestEntries.clock(), ByteProgress.NONE);
      PullRequest request = request("clip", Optional.empty());
      CatalogEntry entry = from.execute(from.plan(request));

      assertThat(entry.kind()).isEqualTo(ModelKind.CLIP);
      assertThat(entry.files().keySet())
          .containsExactlyInAnyOrder("config.json", "vocab.json", "model.safetensors");
      assertThat(Verification.of(catalog, entry, ByteProgress.NONE).intact()).isTrue();
      clip.forget();
      assertThat(from.execute(from.plan(request))).isEqualTo(entry);
      assertThat(clip.fetched()).isEmpty();
    }
  }

  @Test
  void a_network_that_is_one_pickle_becomes_a_folder() throws IOException {
    Path weights =
        TorchFile.ofTensors()
            .tensor("fnet.conv1.weight", new float[] {1}, 1)
            .tensor("update_block.mask.2.weight", new float[] {3}, 1)
            .write(folder.resolve("raft.pth"));
    hub.put("raft.pth", Files.readAllBytes(weights));
    CatalogEntry entry = pull.execute(pull.plan(request("raft", Optional.of("raft.pth"))));
    assertThat(entry.kind()).isEqualTo(ModelKind.FLOW);
    assertThat(entry.files().keySet()).containsExactly("config.json", "model.safetensors");
    hub.put("evil.pth", Files.readAllBytes(Path.of(OS_SYSTEM)));
    assertThatThrownBy(() -> pull.execute(pull.plan(request("evil", Optional.of("evil.pth")))))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("evil.pth", "posix.system");
    assertThat(catalog.find("evil")).isEmpty();
  }

  private Path lora() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("lora_unet_mid_block_attentions_0_proj_in.lora_down.weight", new float[8], 2, 4);
    writer.add("lora_unet_mid_block_attentions_0_proj_in.lora_up.weight", new float[8], 4, 2);
    writer.write(folder.resolve("ink.safetensors"));
    return folder.resolve("ink.safetensors");
  }

  @Test
  void a_name_that_is_taken_by_another_model_is_left_alone() {
    new ModelImport(catalog, TestEntries.clock(), ByteProgress.NONE)
        .add(source, "sd", "", ModelImport.Mode.LINK);
    assertThatThrownBy(this::pulled)
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll("sd", "--name");
    assertThat(hub.fetched()).isEmpty();
  }

  @Test
  void two_at_a_time_fetch_once() throws Exception {
    PullPlan plan = pull.plan(request("sd", Optional.empty()));
    pull.execute(plan);
    hub.forget();
    assertThat(pull.execute(plan)).isEqualTo(catalog.find("sd").orElseThrow());
    assertThat(hub.fetched()).isEmpty();
    Path lock = plan.staging().resolveSibling(plan.staging().getFileName() + ".lock");
    hub.commit(OTHER);
    PullPlan next = pull.plan(request("sd", Optional.empty()));
    Path nextLock = next.staging().resolveSibling(next.staging().getFileName() + ".lock");
    assertThat(nextLock).isNotEqualTo(lock);
    try (FolderLock held = FolderLock.take(nextLock)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> pull.execute(next)).hasMessageContaining("another process");
    }
  }
}
