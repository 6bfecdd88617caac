package dev.frameloom.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's tokenizer: composed and lower-cased text, cut into words, numbers and signs, each by
 * byte-level BPE. Safe to use from several threads.
 */
public final class ClipTokenizer {

  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final int DEFAULT_LENGTH = 77;

  private static final Pattern PIECE =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\t\\n\\x0B\\f\\r]]");

  private final Map<String, Integer> vocabulary;
  private final BytePairs pairs;
  private final Pattern special;
  private final int begin;
  private final int end;
  private final int padding;
  private final int length;

  ClipTokenizer(Map<String, Integer> vocabulary, BytePairs pairs, String paddingToken, int length) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.pairs = pairs;
    this.special =
        Pattern.compile(
            String.join(
                "|", Pattern.quote(BEGIN), Pattern.quote(END), Pattern.quote(paddingToken)));
    this.begin = id(BEGIN);
    this.end = id(END);
    this.padding = id(paddingToken);
    this.length = length;
  }

  /**
   * Reads a tokenizer's folder.
   *
   * @throws ModelLoadException where a file is missing or not as it should be
   */
  public static ClipTokenizer read(Path folder) {
    Path vocabularyFile = file(folder, "vocab.json");
    Path mergesFile = file(folder, "merges.txt");
    ObjectMapper json = new ObjectMapper();
    try {
      Map<String, Integer> vocabulary =
          json.readValue(
              Files.readString(vocabularyFile), new TypeReference<HashMap<String, Integer>>() {});
      BytePairs pairs = BytePairs.parse(mergesFile.toString(), Files.readAllLines(mergesFile));
      String paddingToken = END;
      int length = DEFAULT_LENGTH;
      for (String name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
          JsonNode settings = json.readTree(Files.readString(file));
          JsonNode pad = settings.path("pad_token");
          paddingToken = pad.path("content").asText(pad.asText(paddingToken));
          length = settings.path("model_max_length").asInt(length);
        }
      }
      for (String token : List.of(BEGIN, END, paddingToken)) {
        if (!vocabulary.containsKey(token)) {
          throw new ModelLoadException(vocabularyFile + ": missing token " + token);
        }
      }
      if (length < 3 || length > 100_000) {
        throw new ModelLoadException(
            folder + ": expected a model_max_length from 3, found " + length);
      }
      return new ClipTokenizer(vocabulary, pairs, paddingToken, length);
    } catch (IOException e) {
      throw new ModelLoadException(
          "the tokenizer in " + folder + " can't be read: " + e.getMessage(), e);
    }
  }

  private static Path file(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ModelLoadException("missing file " + file);
    }
    return file;
  }

  private int id(String token) {
    return vocabulary.getOrDefault(token, -1);
  }

  /** Tokens of a prompt, as many as the text encoder has positions. */
  public TokenizedPrompt tokenize(String prompt) {
    List<Integer> ids = new ArrayList<>(length);
    List<String> lostWords = new ArrayList<>();
    ids.add(begin);
    // no piece spans a space, so that words can be taken one by one
    for (String word : words(prompt)) {
      List<Integer> wordIds = wordIds(word.toLowerCase(Locale.ROOT));
      int room = length - 1 - ids.size();
      ids.addAll(wordIds.subList(0, Math.min(room, wordIds.size())));
      if (wordIds.size() > room) {
        lostWords.add(word);
      }
    }
    ids.add(end);
    while (ids.size() < length) {
      ids.add(padding);
    }
    return new TokenizedPrompt(ids, lostWords);
  }

  private static List<String> words(String prompt) {
    String composed = Normalizer.normalize(prompt, Normalizer.Form.NFC);
    String clean = SPACE.matcher(CONTROL.matcher(composed).replaceAll("")).replaceAll(" ").strip();
    return clean.isEmpty() ? List.of() : List.of(clean.split(" "));
  }

  /** Marks in the text stand for themselves, the padding token too; what is between is cut up. */
  private List<Integer> wordIds(String word) {
    List<Integer> ids = new ArrayList<>();
    Matcher marks = special.matcher(word);
    int from = 0;
    while (marks.find()) {
      addPieces(word.substring(from, marks.start()), ids);
      ids.add(id(marks.group()));
      from = marks.end();
    }
    addPieces(word.substring(from), ids);
    return ids;
  }

  private void addPieces(String text, List<Integer> ids) {
    Matcher pieces = PIECE.matcher(text);
    while (pieces.find()) {
      for (String symbol : pairs.join(ByteAlphabet.of(pieces.group()))) {
        ids.add(vocabulary.getOrDefault(symbol, end));
      }
    }
  }
}
