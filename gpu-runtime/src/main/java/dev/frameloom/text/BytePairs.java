package dev.frameloom.text;

import dev.frameloom.weights.ModelLoadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Byte pair encoding (Sennrich et al., Neural Machine Translation of Rare Words with Subword
 * Units): neighbouring symbols are joined, the pair that was learnt first at each turn. The last
 * symbol of a word carries {@code </w>}.
 */
final class BytePairs {

  private static final String WORD_END = "</w>";

  private final Map<Pair, Integer> ranks;

  private record Pair(String left, String right) {}

  private BytePairs(Map<Pair, Integer> ranks) {
    this.ranks = ranks;
  }

  /**
   * Reads {@code merges.txt}: a line of version, then a pair on each line.
   *
   * @param file name for messages
   */
  static BytePairs parse(String file, List<String> lines) {
    Map<Pair, Integer> ranks = new HashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank()) {
        continue;
      }
      int space = line.indexOf(' ');
      if (space < 1 || space == line.length() - 1) {
        throw new ModelLoadException(
            file + ": line " + (i + 1) + ": expected two symbols, found \"" + line + "\"");
      }
      ranks.putIfAbsent(
          new Pair(line.substring(0, space), line.substring(space + 1)), ranks.size());
    }
    return new BytePairs(Map.copyOf(ranks));
  }

  /** Joins the symbols of a word, one character each. */
  List<String> join(String word) {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      boolean last = i == word.length() - 1;
      symbols.add(last ? word.charAt(i) + WORD_END : word.substring(i, i + 1));
    }
    while (symbols.size() > 1) {
      Pair best = best(symbols);
      if (best == null) {
        break;
      }
      symbols = joined(symbols, best);
    }
    return symbols;
  }

  private Pair best(List<String> symbols) {
    Pair best = null;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < symbols.size(); i++) {
      Pair pair = new Pair(symbols.get(i), symbols.get(i + 1));
      int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
      if (rank < bestRank) {
        best = pair;
        bestRank = rank;
      }
    }
    return best;
  }

  private static List<String> joined(List<String> symbols, Pair pair) {
    List<String> result = new ArrayList<>();
    int i = 0;
    while (i < symbols.size()) {
      boolean found =
          i + 1 < symbols.size()
              && symbols.get(i).equals(pair.left())
              && symbols.get(i + 1).equals(pair.right());
      result.add(found ? pair.left() + pair.right() : symbols.get(i));
      i += found ? 2 : 1;
    }
    return result;
  }
}
