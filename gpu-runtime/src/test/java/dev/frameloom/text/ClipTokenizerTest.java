package dev.frameloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClipTokenizerTest {

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void ids_equal_those_of_transformers(Path folder) throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.read(folder.resolve("tokenizer"));
    JsonNode cases = new ObjectMapper().readTree(Files.readString(folder.resolve("tokens.json")));
    assertThat(cases.size()).isGreaterThan(10);
    for (JsonNode node : cases) {
      List<Integer> expected = new ArrayList<>();
      node.path("ids").forEach(id -> expected.add(id.intValue()));
      String prompt = node.path("prompt").textValue();
      assertThat(tokenizer.tokenize(prompt).ids()).as(prompt).isEqualTo(expected);
    }
  }

  @Test
  void words_that_do_not_fit_are_named() {
    String prompt = "cat ".repeat(74) + "Running photo Sketch!";
    TokenizedPrompt tokens = tokenizer().tokenize(prompt);
    assertThat(tokens.ids()).hasSize(77);
    assertThat(tokens.lostWords()).containsExactly("photo", "Sketch!");
    assertThat(tokenizer().tokenize("a photo of the cat").lostWords()).isEmpty();
  }

  @Property(tries = 200)
  void any_text_gives_as_many_tokens_as_there_are_positions(@ForAll String prompt) {
    TokenizedPrompt tokens = tokenizer().tokenize(prompt);
    assertThat(tokens.ids()).hasSize(77).doesNotContain(-1);
  }

  private static ClipTokenizer tokenizer() {
    return ClipTokenizer.read(GoldenTensors.folder().resolve("sd1/tokenizer"));
  }
}
