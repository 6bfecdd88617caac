package dev.frameloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.GoldenTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#sets")
  void pieces_and_weights_are_those_of_the_web_interface(Path set) throws IOException {
    Path file = set.resolve("emphasis/prompts.json");
    JsonNode cases = new ObjectMapper().readTree(Files.readString(file)).path("parsed");
    assertThat(cases.size()).isGreaterThan(30);
    for (JsonNode node : cases) {
      String text = node.path("prompt").textValue();
      List<List<PromptPart>> chunks = PromptParser.parse(text).chunks();
      assertThat(chunks).as(text).hasSize(node.path("chunks").size());
      for (int i = 0; i < chunks.size(); i++) {
        JsonNode expected = node.path("chunks").path(i);
        assertThat(chunks.get(i)).as(text).hasSize(expected.size());
        for (int j = 0; j < expected.size(); j++) {
          PromptPart part = chunks.get(i).get(j);
          assertThat(part.text()).as(text).isEqualTo(expected.path(j).path(0).textValue());
          assertThat(part.weight())
              .as(text)
              .isCloseTo(expected.path(j).path(1).doubleValue(), within(1e-9));
        }
      }
    }
  }

  @Property(tries = 300)
  void a_text_without_signs_is_itself(@ForAll String text) {
    String plain = text.replaceAll("[\\\\()\\[\\]]", " ").replace("BREAK", "break");
    if (!plain.isEmpty() && !plain.contains("<")) {
      assertThat(Prompt.of(plain, PromptSigns.WEIGHTED)).isEqualTo(Prompt.literal(plain));
    }
  }

  @Property(tries = 300)
  void any_text_is_read_or_refused_with_a_sentence(@ForAll String text) {
    String signs = text.replace('a', '(').replace('b', ':').replace('c', '[').replace('d', ')');
    try {
      assertThat(Prompt.of(signs, PromptSigns.WEIGHTED).chunks()).isNotEmpty();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(" ");
    }
    assertThat(Prompt.of(signs, PromptSigns.LITERAL)).isEqualTo(Prompt.literal(signs));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a <lora:ink:0.8> b # <lora:ink:0.8> names a LoRA # --model MODEL+ink@0.8",
        "<LoRA:ink> # <LoRA:ink> names a LoRA # --model MODEL+ink",
        "<lora:a+b@c:1> # names a LoRA # MODEL+a++b@@c@1",
        "<lora:ink:te=0.5:unet=1> # names a LoRA # MODEL+ink",
        "<lyco:ink:0.5:lbw=MID> # names a LoRA # MODEL+ink@0.5",
        "<hypernet:ink:0.5> # hypernetwork # take it out",
        "a [cat:dog:0.5] b # [cat:dog:0.5] # in the middle of the steps",
        "[cat::8] # [cat::8] # in the middle of the steps",
        "[cat:0.25] # [cat:0.25] # (word:0.8)",
        "[(cat:1.2):dog:.5] # [(cat:1.2):dog:.5] # in the middle of the steps",
        "a [cat|dog] # [cat|dog] # alternates",
        "[(a)|b|c] # [(a)|b|c] # alternates",
        "[[a]|b] # [[a]|b] # alternates",
        "(cat:-1) # cat # expected 0 to 10, found -1",
        "(cat:11) # cat # expected 0 to 10, found 11",
        "(cat:1.2.3) # 1.2.3 # expected a number",
        "(cat:.) # \".\" # expected a number",
      })
  void what_is_not_built_is_refused_with_what_to_write(String text, String quoted, String advice) {
    assertThatThrownBy(() -> Prompt.of(text, PromptSigns.WEIGHTED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(quoted)
        .hasMessageContaining(advice);
    assertThat(Prompt.of(text, PromptSigns.LITERAL)).isEqualTo(Prompt.literal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a | b",
        "(a|b)",
        "\\[a|b\\]",
        "[a]|[b]",
        "[a, b: c]",
        "<lora>",
        "a < b > c",
        "[a",
        "a|b]",
        "(((((((((((a)))))))))))",
      })
  void what_only_looks_like_it_is_read(String text) {
    assertThat(Prompt.of(text, PromptSigns.WEIGHTED).chunks()).hasSize(1);
  }

  @Test
  void brackets_in_one_another_are_bounded_and_long_prompts_are_quick() {
    assertThatThrownBy(() -> Prompt.of("(a".repeat(65), PromptSigns.WEIGHTED))
        .hasMessageContaining("64 brackets");
    assertThatThrownBy(() -> Prompt.of("(".repeat(30) + "a", PromptSigns.WEIGHTED))
        .hasMessageContaining("expected 0 to 10, found 17.449");
    // would take hours if each bracket looked at the whole text again
    Prompt flat = Prompt.of("(a)[b] ".repeat(100_000), PromptSigns.WEIGHTED);
    assertThat(flat.chunks().get(0)).hasSize(300_000);
  }

  @Test
  void what_other_programs_read_and_is_taken_as_words_is_noted() {
    assertThat(Prompt.notes("a cat, embedding:EasyNegative"))
        .singleElement()
        .asString()
        .contains("embedding:EasyNegative", "textual inversions");
    assertThat(Prompt.notes("a cat AND a dog")).singleElement().asString().contains("AND");
    assertThat(Prompt.notes("a band and sand")).isEmpty();
  }

  @Test
  void weights_are_told_for_people() {
    Prompt prompt = Prompt.of("a (pencil:1.5) ((sketch)) BREAK [x]", PromptSigns.WEIGHTED);
    assertThat(prompt.weights()).containsExactly("pencil 1.5", "sketch 1.21", "x 0.909");
    assertThat(prompt.isPlain()).isFalse();
    assertThat(Prompt.of("a cat", PromptSigns.WEIGHTED).isPlain()).isTrue();
  }

  @Test
  void words_of_a_chunk_that_do_not_fit_are_named() {
    ClipTokenizer tokenizer = ClipTokenizer.read(GoldenTensors.folder().resolve("sd1/tokenizer"));
    Prompt prompt =
        Prompt.of("(" + "cat ".repeat(74) + ":1.2) photo of BREAK a cat", PromptSigns.WEIGHTED);
    PromptEncoding encoding = PromptEncoding.of(tokenizer, List.of(prompt, Prompt.literal("a")));
    assertThat(encoding.chunks()).isEqualTo(2);
    assertThat(encoding.rows()).hasSize(4);
    assertThat(encoding.rows().get(0).tokens().lostWords()).containsExactly("of");
    assertThat(encoding.rows().get(1).tokens().lostWords()).isEmpty();
    assertThat(encoding.rows().get(3).tokens()).isEqualTo(tokenizer.tokenize(""));
  }
}
