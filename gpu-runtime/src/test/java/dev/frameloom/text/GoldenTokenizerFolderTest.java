package dev.frameloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokenizer folders as they are published, old ones too: ids equal those of transformers 4.57.1,
 * slow and fast.
 */
class GoldenTokenizerFolderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PROMPTS =
      List.of("a photo of a cat", "pencil sketch of the running woman");

  @TempDir private Path folder;

  static Stream<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    for (Path set : GoldenTensors.sets().toList()) {
      JSON.readTree(Files.readString(set.resolve("tokens/folders/folders.json")))
          .forEach(cases::add);
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ids_are_those_of_transformers(JsonNode folderCase) throws IOException {
    write(folderCase, folder);
    ClipTokenizer tokenizer = ClipTokenizer.read(folder);
    for (JsonNode prompt : folderCase.path("cases")) {
      List<Integer> expected = new ArrayList<>();
      prompt.path("ids").forEach(id -> expected.add(id.intValue()));
      assertThat(tokenizer.tokenize(prompt.path("prompt").textValue()).ids())
          .as("%s: \"%s\"", folderCase.path("name").asText(), prompt.path("prompt").asText())
          .isEqualTo(expected);
    }
    assertThat(folderCase.path("cases")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void stable_diffusion_2_as_published_is_embedded_as_by_transformers(Path set) throws IOException {
    for (String name : List.of("model_index.json", "scheduler", "text_encoder", "unet", "vae")) {
      copy(set.resolve("sd2").resolve(name), folder.resolve(name));
    }
    JsonNode published =
        cases()
            .filter(it -> it.path("name").asText().equals("stable-diffusion-2"))
            .findFirst()
            .orElseThrow();
    write(published, Files.createDirectory(folder.resolve("tokenizer")));
    try (DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope();
        GoldenTensors golden = GoldenTensors.in(set.resolve("tokens/folders"))) {
      golden.assertClose("text.out", model.encodeText(scope, PROMPTS), 2e-5);
    }
  }

  private static void write(JsonNode folderCase, Path folder) throws IOException {
    if (folderCase.path("lists").booleanValue()) {
      for (String list : List.of("vocab.json", "merges.txt")) {
        Files.copy(
            GoldenTensors.folder().resolve("sd1/tokenizer").resolve(list), folder.resolve(list));
      }
    }
    for (Map.Entry<String, JsonNode> file : folderCase.path("files").properties()) {
      if (file.getValue().isNull()) {
        Files.copy(
            GoldenTensors.folder().resolve("tokens/folders").resolve(file.getKey()),
            folder.resolve(file.getKey()));
      } else {
        Files.writeString(folder.resolve(file.getKey()), file.getValue().toString());
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
