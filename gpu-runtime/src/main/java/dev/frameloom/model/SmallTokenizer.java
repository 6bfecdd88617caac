package dev.frameloom.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.text.ByteAlphabet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A small tokenizer in CLIP's layout: all bytes, all bytes at the end of a word, and merges for
 * words that prompts are made of, from left to right.
 */
final class SmallTokenizer {

  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final String WORD_END = "</w>";
  private static final int POSITIONS = 77;

  private static final List<String> WORDS =
      List.of(
          "the",
          "and",
          "with",
          "in",
          "of",
          "on",
          "for",
          "from",
          "style",
          "a",
          "an",
          "at",
          "photo",
          "picture",
          "painting",
          "drawing",
          "sketch",
          "pencil",
          "watercolor",
          "watercolour",
          "oil",
          "ink",
          "charcoal",
          "pastel",
          "cartoon",
          "anime",
          "comic",
          "pixel",
          "art",
          "render",
          "woman",
          "man",
          "girl",
          "boy",
          "person",
          "people",
          "cat",
          "dog",
          "car",
          "street",
          "city",
          "forest",
          "mountain",
          "sea",
          "sky",
          "sun",
          "night",
          "day",
          "winter",
          "summer",
          "snow",
          "rain",
          "fire",
          "water",
          "running",
          "walking",
          "dancing",
          "red",
          "green",
          "blue",
          "yellow",
          "orange",
          "purple",
          "black",
          "white",
          "golden",
          "dark",
          "bright",
          "colorful",
          "soft",
          "cinematic",
          "detailed",
          "quality",
          "blurry",
          "ugly",
          "low",
          "van",
          "gogh",
          "japanese",
          "robot",
          "marble",
          "neon");

  private final List<String> vocabulary;
  private final List<String> merges;

  SmallTokenizer() {
    Set<String> symbols = new LinkedHashSet<>();
    String bytes = ByteAlphabet.inVocabularyOrder();
    bytes.chars().forEach(symbol -> symbols.add(Character.toString(symbol)));
    bytes.chars().forEach(symbol -> symbols.add(Character.toString(symbol) + WORD_END));
    Set<String> pairs = new LinkedHashSet<>();
    for (String word : WORDS) {
      for (int end = 2; end <= word.length(); end++) {
        String right = word.substring(end - 1, end) + (end == word.length() ? WORD_END : "");
        pairs.add(word.substring(0, end - 1) + " " + right);
        symbols.add(word.substring(0, end - 1) + right);
      }
    }
    symbols.add(BEGIN);
    symbols.add(END);
    vocabulary = List.copyOf(symbols);
    merges = List.copyOf(pairs);
  }

  /** Tokens; the last two are the marks of begin and end. */
  int size() {
    return vocabulary.size();
  }

  void write(Path folder, ObjectWriter json) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode ids = mapper.createObjectNode();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    Files.writeString(folder.resolve("vocab.json"), mapper.writeValueAsString(ids));
    Files.writeString(
        folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
    ObjectNode special = mapper.createObjectNode();
    special.put("bos_token", BEGIN).put("eos_token", END);
    special.put("pad_token", END).put("unk_token", END);
    Files.writeString(
        folder.resolve("special_tokens_map.json"), json.writeValueAsString(special) + "\n");
    ObjectNode config = special.deepCopy();
    config.put("add_prefix_space", false).put("do_lower_case", true).put("errors", "replace");
    config.put("model_max_length", POSITIONS);
    config.put("tokenizer_class", "CLIPTokenizer");
    Files.writeString(
        folder.resolve("tokenizer_config.json"), json.writeValueAsString(config) + "\n");
  }
}
