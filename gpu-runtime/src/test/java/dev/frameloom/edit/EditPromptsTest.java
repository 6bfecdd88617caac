package dev.frameloom.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.TestPictures;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts with signs in whole edits. */
class EditPromptsTest {

  private static final Path MODEL = GoldenTensors.folder().resolve("sd1");
  private static final EditRuntime RUNTIME = new EditRuntime(name -> MODEL, "cpu");

  @AfterAll
  static void close() {
    RUNTIME.close();
  }

  private static EditParameters parameters(
      String method, String prompt, String negative, Map<String, String> options) {
    return new EditParameters(method, "sd1", prompt, negative, 0, 2, 1, 4, options);
  }

  private static byte[] edited(EditParameters parameters) {
    List<SourceFrame> frames =
        List.of(
            new SourceFrame(0, TestPictures.waves(32, 32, 0, 0)),
            new SourceFrame(1, TestPictures.waves(32, 32, 1, 0)));
    WindowEdit window = new WindowEdit(parameters, frames.get(0), frames, List.of(0, 1), 0);
    return RUNTIME.edit(window).pictures().get(1).picture().rgb();
  }

  @ParameterizedTest
  @ValueSource(strings = {"live", "tokenflow", "per-frame"})
  void weights_and_chunks_change_an_edit_and_signs_can_be_literal(String method) {
    byte[] plain = edited(parameters(method, "a pencil sketch", "", Map.of()));
    Map<String, String> literal = Map.of("prompt-signs", "literal");
    assertThat(edited(parameters(method, "a pencil sketch", "", literal))).isEqualTo(plain);
    assertThat(edited(parameters(method, "a (pencil:1.0) sketch", "", Map.of()))).isEqualTo(plain);
    byte[] weighted = edited(parameters(method, "a (pencil:3) sketch", "", Map.of()));
    assertThat(weighted).isNotEqualTo(plain);
    assertThat(edited(parameters(method, "a (pencil:3) sketch", "", literal)))
        .isNotEqualTo(weighted);
    assertThat(edited(parameters(method, "a pencil sketch", "(cat:2) BREAK photo", Map.of())))
        .isNotEqualTo(plain);
    assertThat(edited(parameters(method, "a BREAK pencil sketch", "", Map.of())))
        .isNotEqualTo(plain);
  }

  @Test
  void the_source_prompt_is_weighted_too() {
    Map<String, String> source = new HashMap<>(Map.of("source-prompt", "a (photo:3)"));
    byte[] weighted = edited(parameters("tokenflow", "a sketch", "", source));
    source.put("prompt-signs", "literal");
    assertThat(edited(parameters("tokenflow", "a sketch", "", source))).isNotEqualTo(weighted);
    source.put("source-prompt", "a photo BREAK of the cat");
    source.remove("prompt-signs");
    assertThat(edited(parameters("tokenflow", "a sketch", "", source))).isNotEqualTo(weighted);
  }

  @Test
  void what_was_read_and_what_was_lost_is_told() {
    List<String> warnings =
        RUNTIME.prepare(
            parameters(
                "tokenflow",
                "a (pencil:1.5) sketch embedding:ink",
                "a BREAK " + "cat ".repeat(80),
                Map.of("source-prompt", "[photo]")));
    assertThat(warnings)
        .anySatisfy(it -> assertThat(it).contains("weights in the prompt", "pencil 1.5"))
        .anySatisfy(it -> assertThat(it).contains("in the prompt", "embedding:ink"))
        .anySatisfy(it -> assertThat(it).contains("negative prompt", "BREAK into 2 chunks"))
        .anySatisfy(it -> assertThat(it).contains("negative prompt is longer"))
        .anySatisfy(it -> assertThat(it).contains("source prompt", "photo 0.909"))
        .anySatisfy(it -> assertThat(it).contains("--option prompt-signs=literal"));
    assertThat(RUNTIME.prepare(parameters("live", "a cat", "", Map.of()))).isEmpty();
    assertThat(
            RUNTIME.prepare(
                parameters("live", "a (cat:1.5)", "", Map.of("prompt-signs", "literal"))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"live", "tokenflow", "extended-attention", "per-frame"})
  void what_is_not_built_is_refused_before_anything_is_loaded(String method) {
    String lora = "a sketch <lora:ink:0.8>";
    for (Map.Entry<String, EditParameters> refused :
        Map.of(
                "the prompt: <lora:ink:0.8>", parameters(method, lora, "", Map.of()),
                "the negative prompt: <lora:ink:0.8>", parameters(method, "", lora, Map.of()),
                "the source prompt: <lora:ink:0.8>",
                    parameters(method, "", "", Map.of("source-prompt", lora)))
            .entrySet()) {
      boolean unknown = method.equals("live") && refused.getKey().contains("source");
      assertThatThrownBy(() -> edited(refused.getValue()))
          .isInstanceOf(EditException.class)
          .hasMessageContaining(unknown ? "no option source-prompt" : refused.getKey());
      assertThatThrownBy(() -> RUNTIME.prepare(refused.getValue()))
          .isInstanceOf(EditException.class)
          .hasMessageContaining(unknown ? "no option source-prompt" : "MODEL+ink@0.8");
    }
    assertThatThrownBy(
            () -> edited(parameters(method, "a", "", Map.of("prompt-signs", "sometimes"))))
        .hasMessageContaining("weighted or literal");
  }

  @Test
  void a_method_without_a_model_reads_no_prompt() {
    EditParameters none =
        new EditParameters("none", "", "<lora:ink:0.8>", "", 0, 2, 1, 4, Map.of());
    assertThat(edited(none)).isNotEmpty();
  }
}
