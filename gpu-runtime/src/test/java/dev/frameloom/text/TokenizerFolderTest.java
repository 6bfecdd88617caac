package dev.frameloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFolderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void pairs_may_be_written_with_a_space_between_them() throws IOException {
    write(
        root -> {
          ArrayNode texts = JSON.createArrayNode();
          root.at("/model/merges")
              .forEach(pair -> texts.add(pair.get(0).textValue() + " " + pair.get(1).textValue()));
          ((ObjectNode) root.get("model")).set("merges", texts);
        });
    ClipTokenizer other = ClipTokenizer.read(GoldenTensors.folder().resolve("tokens/taught"));
    String prompt = "a photo of the running <cat-toy>";
    assertThat(ClipTokenizer.read(folder).tokenize(prompt)).isEqualTo(other.tokenize(prompt));
  }

  @Test
  void what_cuts_a_text_otherwise_is_refused_by_name() throws IOException {
    refused("normalizer", root -> root.putNull("normalizer"));
    refused("normalizer", root -> ((ArrayNode) root.at("/normalizer/normalizers")).remove(2));
    refused(
        "pre_tokenizer",
        root ->
            ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/0/pattern")).put("Regex", "\\w+"));
    refused(
        "pre_tokenizer",
        root ->
            ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/1")).put("add_prefix_space", true));
    refused(
        "post_processor",
        root -> ((ObjectNode) root.get("post_processor")).put("type", "BertProcessing"));
    refused("model.type", root -> model(root).put("type", "WordPiece"));
    refused("model.end_of_word_suffix", root -> model(root).putNull("end_of_word_suffix"));
    refused("model.byte_fallback", root -> model(root).put("byte_fallback", true));
    refused("model.dropout", root -> model(root).put("dropout", 0.1));
    refused("model.merges", root -> model(root).putObject("merges"));
    refused("model.vocab", root -> ((ObjectNode) root.at("/model/vocab")).put("a", "b"));
    refused(
        "single_word", root -> ((ObjectNode) root.at("/added_tokens/0")).put("single_word", true));
  }

  @Test
  void marks_that_are_missing_are_named() throws IOException {
    refused(
        "<|startoftext|>",
        root -> {
          root.putArray("added_tokens");
          ((ObjectNode) root.at("/model/vocab")).remove("<|startoftext|>");
        });
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"pad_token\": null}");
    refused("pad_token", root -> {});
  }

  @Test
  void a_folder_without_files_says_which_is_missing() {
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("vocab.json");
  }

  @Test
  void lists_that_are_broken_are_named_with_their_line() throws IOException {
    Path small = GoldenTensors.folder().resolve("sd1/tokenizer");
    Files.copy(small.resolve("vocab.json"), folder.resolve("vocab.json"));
    for (String line : new String[] {"a", "a b c", " a", "a "}) {
      Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + line + "\n");
      assertThatThrownBy(() -> ClipTokenizer.read(folder))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("line 2")
          .hasMessageContaining(line);
    }
  }

  @Test
  void words_that_were_taught_and_lengths_that_are_none_are_read() throws IOException {
    Path small = GoldenTensors.folder().resolve("sd1/tokenizer");
    for (String name : new String[] {"vocab.json", "merges.txt"}) {
      Files.copy(small.resolve(name), folder.resolve(name));
    }
    Files.writeString(folder.resolve("added_tokens.json"), "{\"<Toy>\": 900}");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1e30}");
    TokenizedPrompt tokens = ClipTokenizer.read(folder).tokenize("a <TOY>");
    assertThat(tokens.ids()).hasSize(77);
    assertThat(tokens.ids().get(2)).isEqualTo(900);
    for (String content : new String[] {"", "two words"}) {
      Files.writeString(folder.resolve("added_tokens.json"), "{\"" + content + "\": 900}");
      assertThatThrownBy(() -> ClipTokenizer.read(folder))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("\"" + content + "\"");
    }
    Files.writeString(folder.resolve("added_tokens.json"), "{}");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 2}");
    assertThatThrownBy(() -> ClipTokenizer.read(folder)).hasMessageContaining("model_max_length");
  }

  private void refused(String what, Consumer<ObjectNode> change) throws IOException {
    write(change);
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(what);
  }

  private void write(Consumer<ObjectNode> change) throws IOException {
    Path source = GoldenTensors.folder().resolve("tokens/taught/tokenizer.json");
    ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(source));
    change.accept(root);
    Files.writeString(folder.resolve("tokenizer.json"), JSON.writeValueAsString(root));
  }

  private static ObjectNode model(ObjectNode root) {
    return (ObjectNode) root.get("model");
  }
}
