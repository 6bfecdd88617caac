package dev.frameloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids equal those of CLIPTokenizerFast of transformers 4.57.1 with tokenizers 0.22. */
class ClipTokenizerTest {

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void ids_of_a_small_vocabulary_are_the_references(Path folder) throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.read(folder.resolve("tokenizer"));
    assertThat(check(tokenizer, folder.resolve("tokens.json"))).isGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void ids_of_clips_public_vocabulary_are_the_references(Path set) throws IOException {
    for (int padding : new int[] {49407, 0}) {
      Path cases = set.resolve("tokens").resolve("public." + padding + ".json");
      assertThat(check(ClipTokenizer.standard(padding), cases)).isGreaterThan(200);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void ids_of_a_tokenizer_in_one_file_with_taught_words_are_the_references(Path set)
      throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.read(set.resolve("tokens").resolve("taught"));
    assertThat(check(tokenizer, set.resolve("tokens").resolve("taught.json"))).isGreaterThan(30);
  }

  /** Returns how many prompts were compared. */
  private static int check(ClipTokenizer tokenizer, Path file) throws IOException {
    JsonNode cases = new ObjectMapper().readTree(Files.readString(file));
    for (JsonNode node : cases) {
      List<Integer> expected = new ArrayList<>();
      node.path("ids").forEach(id -> expected.add(id.intValue()));
      int padding = node.path("padding").intValue();
      expected.addAll(Collections.nCopies(77 - expected.size(), padding));
      String prompt = node.path("prompt").textValue();
      assertThat(tokenizer.tokenize(prompt).ids()).as("\"%s\"", prompt).isEqualTo(expected);
    }
    return cases.size();
  }

  @Test
  void the_public_vocabulary_is_known_by_its_ids() {
    assertThat(ClipTokenizer.standard(0).tokenize("a photo of a cat").ids())
        .startsWith(49406, 320, 1125, 539, 320, 2368, 49407, 0, 0);
    assertThatThrownBy(() -> ClipTokenizer.standard(49408))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 49407");
  }

  @Test
  void words_that_do_not_fit_are_named() {
    String prompt = "cat ".repeat(74) + "Running photo Sketch!";
    TokenizedPrompt tokens = tokenizer().tokenize(prompt);
    assertThat(tokens.ids()).hasSize(77);
    assertThat(tokens.lostWords()).containsExactly("photo", "Sketch!");
    assertThat(tokenizer().tokenize("a photo of the cat").lostWords()).isEmpty();
  }

  @Test
  void a_word_that_fits_in_part_is_lost_and_so_are_those_after_it() {
    TokenizedPrompt tokens = tokenizer().tokenize("cat ".repeat(73) + "cat<|endoftext|>XYZ of  ");
    assertThat(tokens.lostWords()).containsExactly("cat<|endoftext|>XYZ", "of");
  }

  @Test
  void white_space_alone_is_an_empty_prompt() {
    TokenizedPrompt empty = tokenizer().tokenize("");
    assertThat(tokenizer().tokenize(" \t\n\u3000 ")).isEqualTo(empty);
    assertThat(tokenizer().tokenize("cat ".repeat(75) + "   ").lostWords()).isEmpty();
  }

  /** Would take hours if each turn looked at the whole word again. */
  @ParameterizedTest
  @ValueSource(strings = {"cat", "running", "é", "猫", "!"})
  void a_word_of_200_000_letters_is_encoded(String part) {
    TokenizedPrompt tokens = tokenizer().tokenize(part.repeat(200_000 / part.length()));
    assertThat(tokens.ids()).hasSize(77);
    assertThat(tokens.lostWords()).hasSize(1);
  }

  @Property(tries = 500)
  void any_text_gives_as_many_tokens_as_there_are_positions(@ForAll String prompt) {
    TokenizedPrompt tokens = tokenizer().tokenize(prompt);
    assertThat(tokens.ids()).hasSize(77).doesNotContain(-1);
    assertThat(tokenizer().tokenize(prompt)).isEqualTo(tokens);
  }

  @Property(tries = 500)
  void space_around_a_prompt_and_its_case_do_not_matter(@ForAll String prompt) {
    List<Integer> ids = tokenizer().tokenize(prompt).ids();
    assertThat(tokenizer().tokenize(" \n" + prompt + "\t ").ids()).isEqualTo(ids);
    String lower = PromptText.lowerCase(PromptText.composed(prompt));
    assertThat(tokenizer().tokenize(lower).ids()).isEqualTo(ids);
  }

  @Property(tries = 500)
  void a_prompt_that_fits_is_its_words_one_after_the_other(@ForAll List<String> words) {
    List<Integer> joined = new ArrayList<>();
    for (String word : words) {
      List<Integer> ids = tokenizer().tokenize(word).ids();
      joined.addAll(ids.subList(1, ids.indexOf(END)));
    }
    TokenizedPrompt whole = tokenizer().tokenize(String.join(" ", words));
    if (whole.lostWords().isEmpty()) {
      assertThat(whole.ids().subList(1, whole.ids().indexOf(END))).isEqualTo(joined);
    }
  }

  private static final ClipTokenizer SMALL =
      ClipTokenizer.read(GoldenTensors.folder().resolve("sd1/tokenizer"));
  private static final int END = SMALL.tokenize("").ids().get(1);

  private static ClipTokenizer tokenizer() {
    return SMALL;
  }
}
