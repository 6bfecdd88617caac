package dev.frameloom.text;

import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CLIP's tokenizer: composed and lower-cased text, cut into words, numbers and signs, each by
 * byte-level BPE (Radford et al., Learning Transferable Visual Models From Natural Language
 * Supervision, 2.4), with the results of transformers' CLIPTokenizerFast. Safe to use from several
 * threads.
 */
public final class ClipTokenizer {

  private static final int STANDARD_LENGTH = 77;
  private static final int STANDARD_END = 49407;

  private final Vocabulary vocabulary;
  private final AddedTokens added;
  private final Marks marks;
  private final int length;

  ClipTokenizer(Vocabulary vocabulary, Marks marks, int length) {
    this.vocabulary = vocabulary;
    this.marks = marks;
    this.length = length;
    added = new AddedTokens(vocabulary.added());
  }

  /**
   * Reads a tokenizer's folder: {@code vocab.json} and {@code merges.txt}, or {@code
   * tokenizer.json}; with what is said beside them, by the rules of transformers 4.57.
   *
   * @param positions of the text encoder: a prompt's length where the folder names none or a longer
   *     one
   * @throws ModelLoadException where a file is missing or not as it should be
   */
  public static ClipTokenizer read(Path folder, int positions) {
    return TokenizerFolder.read(folder, positions);
  }

  /** The same for a text encoder of 77 positions. */
  public static ClipTokenizer read(Path folder) {
    return read(folder, STANDARD_LENGTH);
  }

  /**
   * The tokenizer of CLIP's public vocabulary, for models that bring none: 77 tokens.
   *
   * @param padding token that fills a prompt up: 49407 for Stable Diffusion 1, 0 for 2
   */
  public static ClipTokenizer standard(int padding) {
    Vocabulary vocabulary = StandardVocabulary.read();
    int size = vocabulary.ids().size();
    if (padding < 0 || padding >= size) {
      throw new IllegalArgumentException(
          "expected a padding token of 0 to " + (size - 1) + ", found " + padding);
    }
    int end = vocabulary.id("CLIP", Vocabulary.END);
    Marks marks = new Marks(vocabulary.id("CLIP", Vocabulary.BEGIN), end, end, padding);
    return new ClipTokenizer(withPadding(vocabulary, padding), marks, STANDARD_LENGTH);
  }

  /** What pads also stands for itself in a prompt, as {@code !} of Stable Diffusion 2. */
  private static Vocabulary withPadding(Vocabulary vocabulary, int padding) {
    return vocabulary.withSpecial(
        vocabulary.ids().entrySet().stream()
            .filter(entry -> entry.getValue() == padding)
            .map(entry -> new SpecialToken(entry.getKey(), false))
            .toList());
  }

  /**
   * The tokenizer of CLIP's public vocabulary, padded as the models are that have such a text
   * encoder: with the mark of the end for CLIP's own (quick GELU), with {@code !} for OpenCLIP's.
   *
   * @throws ModelLoadException where the text encoder has another vocabulary
   */
  public static ClipTokenizer standard(TextEncoderConfig config) {
    ClipTokenizer tokenizer = standard(config.quickGelu() ? STANDARD_END : 0);
    if (config.vocabulary() < tokenizer.vocabulary.ids().size()) {
      throw new ModelLoadException(
          "expected a tokenizer or a text encoder of CLIP's %d tokens, found no tokenizer and %d tokens"
              .formatted(tokenizer.vocabulary.ids().size(), config.vocabulary()));
    }
    return tokenizer;
  }

  /**
   * Refuses marks that a text encoder has no embedding for.
   *
   * @param place for messages
   */
  public void requireMarksBelow(int vocabulary, Path place) {
    for (int mark : List.of(marks.begin(), marks.end(), marks.padding())) {
      if (mark >= vocabulary) {
        throw new ModelLoadException(
            "%s: expected marks and padding among the text encoder's %d tokens, found %d. The tokenizer and the text encoder are of different models"
                .formatted(place, vocabulary, mark));
      }
    }
  }

  /** Tokens of a prompt, as many as the text encoder has positions. */
  public TokenizedPrompt tokenize(String prompt) {
    return tokenize(List.of(new PromptPart(prompt, 1))).tokens();
  }

  /** Tokens of a chunk of a prompt, piece by piece, and what weight each has. */
  public PromptTokens tokenize(List<PromptPart> chunk) {
    List<Integer> ids = new ArrayList<>(length);
    List<Double> weights = new ArrayList<>(length);
    List<String> lostWords = new ArrayList<>();
    ids.add(marks.begin());
    weights.add(1.0);
    Map<String, List<Integer>> known = new HashMap<>();
    for (PromptPart part : chunk) {
      for (List<AddedTokens.Part> word : words(part.text())) {
        int room = length - 1 - ids.size();
        // what has no room need not be encoded
        List<Integer> wordIds = room > 0 ? encode(word, known) : List.of(marks.end());
        int taken = Math.min(room, wordIds.size());
        ids.addAll(wordIds.subList(0, taken));
        weights.addAll(Collections.nCopies(taken, part.weight()));
        if (wordIds.size() > room) {
          lostWords.add(String.join("", word.stream().map(AddedTokens.Part::text).toList()));
        }
      }
    }
    ids.add(marks.end());
    ids.addAll(Collections.nCopies(length - ids.size(), marks.padding()));
    weights.addAll(Collections.nCopies(length - weights.size(), 1.0));
    return new PromptTokens(new TokenizedPrompt(ids, lostWords), weights);
  }

  /** What is between spaces, cut at the added tokens that are looked for in text as written. */
  private List<List<AddedTokens.Part>> words(String prompt) {
    List<List<AddedTokens.Part>> words = new ArrayList<>();
    List<AddedTokens.Part> word = new ArrayList<>();
    for (AddedTokens.Part part : added.inPrompt(prompt)) {
      if (part.token().isPresent()) {
        word.add(part);
        continue;
      }
      String[] texts = PromptText.composed(part.text()).split(" ", -1);
      for (int i = 0; i < texts.length; i++) {
        if (i > 0 && !word.isEmpty()) {
          words.add(word);
          word = new ArrayList<>();
        }
        if (!texts[i].isEmpty()) {
          word.add(new AddedTokens.Part(texts[i], Optional.empty()));
        }
      }
    }
    if (!word.isEmpty()) {
      words.add(word);
    }
    return words;
  }

  private List<Integer> encode(List<AddedTokens.Part> word, Map<String, List<Integer>> known) {
    List<Integer> ids = new ArrayList<>();
    for (AddedTokens.Part written : word) {
      if (written.token().isPresent()) {
        ids.add(written.token().get());
        continue;
      }
      for (AddedTokens.Part part : added.inNormalized(PromptText.lowerCase(written.text()))) {
        part.token().ifPresent(ids::add);
        if (part.token().isEmpty()) {
          for (String piece : PromptText.pieces(part.text())) {
            ids.addAll(known.computeIfAbsent(piece, this::encode));
          }
        }
      }
    }
    return ids;
  }

  private List<Integer> encode(String piece) {
    return vocabulary.pairs().join(ByteAlphabet.of(piece)).stream()
        .map(symbol -> vocabulary.ids().getOrDefault(symbol, marks.unknown()))
        .toList();
  }
}
