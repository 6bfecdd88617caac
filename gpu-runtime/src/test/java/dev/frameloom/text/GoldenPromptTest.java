package dev.frameloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weighted prompts against a plain program ({@code goldens/emphasis.py}), in both families. */
class GoldenPromptTest {

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void embeddings_are_the_references(Path folder) throws IOException {
    Path emphasis = folder.resolveSibling("emphasis");
    JsonNode cases =
        new ObjectMapper()
            .readTree(Files.readString(emphasis.resolve("prompts.json")))
            .path("encoded")
            .path(folder.getFileName().toString());
    assertThat(cases).isNotEmpty();
    try (GoldenTensors golden = GoldenTensors.in(emphasis);
        DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      for (int i = 0; i < cases.size(); i++) {
        List<Prompt> prompts = new ArrayList<>();
        cases.get(i).forEach(it -> prompts.add(Prompt.of(it.textValue(), PromptSigns.WEIGHTED)));
        golden.assertClose(
            folder.getFileName() + "." + i, model.encodePrompts(scope, prompts, 0), 2e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void a_prompt_without_signs_has_the_bytes_that_it_had(Path folder) {
    try (DiffusionModel model = DiffusionModel.load(folder, "cpu");
        NDManager scope = model.newScope()) {
      List<String> texts = List.of("a photo of the cat, 3:4", "");
      Prompt prompt = Prompt.of(texts.get(0), PromptSigns.WEIGHTED);
      Prompt empty = Prompt.of(texts.get(1), PromptSigns.WEIGHTED);
      float[] plain = model.encodeText(scope, texts).toFloatArray();
      assertThat(model.encodePrompts(scope, List.of(prompt, empty), 0).toFloatArray())
          .isEqualTo(plain);
      Prompt all = Prompt.of("(a photo:1.0) of the cat, 3:4", PromptSigns.WEIGHTED);
      assertThat(model.encodePrompts(scope, List.of(all, empty), 0).toFloatArray())
          .isEqualTo(plain);
      // both branches are as long as the longer of the two
      Prompt two = Prompt.of("a BREAK cat", PromptSigns.WEIGHTED);
      Guidance guidance = new Guidance(model, 4);
      assertThat(guidance.embed(scope, prompt, two).getShape().get(1)).isEqualTo(154);
      assertThat(guidance.embed(scope, two, prompt).getShape().get(0)).isEqualTo(2);
    }
  }
}
