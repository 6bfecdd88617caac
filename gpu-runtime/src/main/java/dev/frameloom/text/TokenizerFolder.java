package dev.frameloom.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tokenizer's folder: {@code vocab.json} and {@code merges.txt}, which transformers'
 * CLIPTokenizer reads, or else {@code tokenizer.json}, as CLIPTokenizerFast; and {@link
 * TokenizerSettings}.
 */
final class TokenizerFolder {

  private final Path path;

  private TokenizerFolder(Path path) {
    this.path = path;
  }

  static ClipTokenizer read(Path path, int positions) {
    TokenizerFolder folder = new TokenizerFolder(path);
    try {
      return folder.tokenizer(positions);
    } catch (IOException e) {
      throw new ModelLoadException(
          "the tokenizer in " + path + " can't be read: " + e.getMessage(), e);
    }
  }

  private ClipTokenizer tokenizer(int positions) throws IOException {
    if (exists("vocab.json") || !exists("tokenizer.json")) {
      Vocabulary lists = lists();
      TokenizerSettings settings = TokenizerSettings.read(this);
      Vocabulary vocabulary = lists.with(settings.added());
      // a mark that a vocabulary lacks altogether is a broken file, whatever number it would get
      requireMarks(vocabulary, settings);
      Vocabulary whole = vocabulary.withSpecial(settings.special());
      Marks marks =
          new Marks(
              id(whole, settings, "bos_token"),
              id(whole, settings, "eos_token"),
              id(whole, settings, "unk_token"),
              id(whole, settings, "pad_token"));
      return new ClipTokenizer(whole, marks, settings.length(positions));
    }
    TokenizerJson json =
        TokenizerJson.read(new ConfigReader(place("tokenizer.json"), json("tokenizer.json")));
    TokenizerSettings settings = TokenizerSettings.read(this);
    Vocabulary whole = json.vocabulary().with(settings.added()).withSpecial(settings.special());
    Marks marks =
        new Marks(json.begin(), json.end(), json.unknown(), id(whole, settings, "pad_token"));
    return new ClipTokenizer(whole, marks, settings.length(positions));
  }

  private void requireMarks(Vocabulary vocabulary, TokenizerSettings settings) {
    for (String mark : List.of("bos_token", "eos_token")) {
      vocabulary.id(place("vocab.json"), settings.role(mark));
    }
  }

  private int id(Vocabulary vocabulary, TokenizerSettings settings, String role) {
    return vocabulary.id(path.toString(), settings.role(role));
  }

  private Vocabulary lists() throws IOException {
    JsonNode node = json("vocab.json");
    Map<String, Integer> ids = new HashMap<>();
    node.properties()
        .forEach(
            it ->
                ids.put(
                    it.getKey(),
                    id(place("vocab.json") + ": token " + it.getKey(), it.getValue())));
    Path file = file("merges.txt");
    List<String> lines = Files.readAllLines(file);
    List<BytePairs.Pair> learnt = new ArrayList<>();
    // the first line is the version
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        learnt.add(BytePairs.pair(file + ": line " + (i + 1), lines.get(i)));
      }
    }
    return new Vocabulary(ids, new BytePairs(learnt), List.of());
  }

  /**
   * A token's number.
   *
   * @param place for messages
   */
  int id(String place, JsonNode value) {
    if (!value.isInt() || value.intValue() < 0) {
      throw new ModelLoadException(place + ": expected a whole number from 0, found " + value);
    }
    return value.intValue();
  }

  /** A file, for messages. */
  String place(String name) {
    return path.resolve(name).toString();
  }

  private boolean exists(String name) {
    return Files.isRegularFile(path.resolve(name));
  }

  private Path file(String name) {
    if (!exists(name)) {
      throw new ModelLoadException("missing file " + path.resolve(name));
    }
    return path.resolve(name);
  }

  /** What a file holds; an empty object where it is not there. */
  JsonNode jsonOrEmpty(String name) {
    if (!exists(name)) {
      return new ObjectMapper().createObjectNode();
    }
    try {
      return json(name);
    } catch (IOException e) {
      throw new ModelLoadException(place(name) + " can't be read: " + e.getMessage(), e);
    }
  }

  private JsonNode json(String name) throws IOException {
    JsonNode node = new ObjectMapper().readTree(Files.readString(file(name)));
    if (!node.isObject()) {
      throw new ModelLoadException(path.resolve(name) + ": expected a JSON object");
    }
    return node;
  }
}
