package dev.frameloom.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * CLIP's public vocabulary of 49408 tokens, which all models of Stable Diffusion 1 and 2 share. The
 * resource {@code clip-merges.txt.gz} holds what was learnt, a pair on a line; {@code
 * clip-merges.LICENSE} beside it says whose work it is and {@code make_clip_merges.py} made it.
 */
final class StandardVocabulary {

  private static final String RESOURCE = "clip-merges.txt.gz";

  private StandardVocabulary() {}

  /** Bytes, bytes at the end of a word, what was joined in the order of learning, and the marks. */
  static Vocabulary read() {
    List<BytePairs.Pair> learnt = new ArrayList<>();
    Map<String, Integer> ids = new HashMap<>();
    String bytes = ByteAlphabet.inVocabularyOrder();
    bytes.chars().forEach(symbol -> ids.put(Character.toString(symbol), ids.size()));
    bytes
        .chars()
        .forEach(symbol -> ids.put(Character.toString(symbol) + BytePairs.WORD_END, ids.size()));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(StandardVocabulary.class.getResourceAsStream(RESOURCE)),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        BytePairs.Pair pair = BytePairs.pair(RESOURCE, line);
        learnt.add(pair);
        ids.put(pair.joined(), ids.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " can't be read", e);
    }
    ids.put(Vocabulary.BEGIN, ids.size());
    ids.put(Vocabulary.END, ids.size());
    return new Vocabulary(ids, new BytePairs(learnt), List.of())
        .withSpecial(
            List.of(
                new SpecialToken(Vocabulary.BEGIN, true), new SpecialToken(Vocabulary.END, true)));
  }
}
