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
 * A tokenizer's folder: {@code vocab.json} and {@code merges.txt}, or else {@code tokenizer.json};
 * beside them what says how prompts are padded, {@code special_tokens_map.json} and {@code
 * tokenizer_config.json}, and words that a model was taught, {@code added_tokens.json}.
 */
final class TokenizerFolder {

  private static final int DEFAULT_LENGTH = 77;

  /** Lengths above it mean that there is none: transformers writes 1e30. */
  private static final double LONGEST = 100_000;

  private final Path path;

  private TokenizerFolder(Path path) {
    this.path = path;
  }

  static ClipTokenizer read(Path path) {
    TokenizerFolder folder = new TokenizerFolder(path);
    try {
      return folder.tokenizer();
    } catch (IOException e) {
      throw new ModelLoadException(
          "the tokenizer in " + path + " can't be read: " + e.getMessage(), e);
    }
  }

  private ClipTokenizer tokenizer() throws IOException {
    Vocabulary vocabulary =
        exists("vocab.json") || !exists("tokenizer.json")
            ? fromLists()
            : TokenizerJson.read(
                new ConfigReader(
                    path.resolve("tokenizer.json").toString(), json("tokenizer.json")));
    if (exists("added_tokens.json")) {
      vocabulary = vocabulary.with(taught(json("added_tokens.json")));
    }
    String padding = Vocabulary.END;
    int length = DEFAULT_LENGTH;
    for (String name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
      if (exists(name)) {
        JsonNode settings = json(name);
        JsonNode token = settings.path("pad_token");
        padding = token.path("content").asText(token.asText(padding));
        length = length(settings, length);
      }
    }
    int id = vocabulary.id(path.toString(), padding);
    return new ClipTokenizer(vocabulary, id, length);
  }

  private Vocabulary fromLists() throws IOException {
    JsonNode node = json("vocab.json");
    Map<String, Integer> ids = new HashMap<>();
    node.properties().forEach(it -> ids.put(it.getKey(), id("vocab.json", it)));
    Path file = file("merges.txt");
    List<String> lines = Files.readAllLines(file);
    List<BytePairs.Pair> learnt = new ArrayList<>();
    // the first line is the version
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        learnt.add(BytePairs.pair(file + ": line " + (i + 1), lines.get(i)));
      }
    }
    return Vocabulary.withMarks(path.resolve("vocab.json").toString(), ids, new BytePairs(learnt));
  }

  private List<AddedToken> taught(JsonNode node) {
    List<AddedToken> tokens = new ArrayList<>();
    node.properties()
        .forEach(it -> tokens.add(new AddedToken(id("added_tokens.json", it), it.getKey(), true)));
    return tokens;
  }

  private int id(String name, Map.Entry<String, JsonNode> token) {
    if (!token.getValue().isInt() || token.getValue().intValue() < 0) {
      throw new ModelLoadException(
          "%s: token %s: expected a whole number from 0, found %s"
              .formatted(path.resolve(name), token.getKey(), token.getValue()));
    }
    return token.getValue().intValue();
  }

  private int length(JsonNode settings, int otherwise) {
    double length = settings.path("model_max_length").asDouble(otherwise);
    if (length > LONGEST) {
      return otherwise;
    }
    if (length < 3 || length != Math.rint(length)) {
      throw new ModelLoadException(
          path + ": setting model_max_length: expected a whole number from 3, found " + length);
    }
    return (int) length;
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

  private JsonNode json(String name) throws IOException {
    JsonNode node = new ObjectMapper().readTree(Files.readString(file(name)));
    if (!node.isObject()) {
      throw new ModelLoadException(path.resolve(name) + ": expected a JSON object");
    }
    return node;
  }
}
