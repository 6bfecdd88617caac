package dev.frameloom.text;

import dev.frameloom.weights.ModelLoadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte pair encoding (Sennrich et al., Neural Machine Translation of Rare Words with Subword
 * Units): neighbouring symbols are joined, the pair that was learnt first at each turn. The last
 * symbol of a word carries {@code </w>}.
 */
final class BytePairs {

  static final String WORD_END = "</w>";

  private final Map<Pair, Integer> ranks;

  /** Two neighbouring symbols. */
  record Pair(String left, String right) {

    String joined() {
      return left + right;
    }
  }

  /** A pair in a word: where its left symbol begins, and both symbols as they were then. */
  private record Candidate(int rank, int at, Pair pair) implements Comparable<Candidate> {

    @Override
    public int compareTo(Candidate other) {
      return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(at, other.at);
    }
  }

  /** Pairs in the order in which they were learnt. */
  BytePairs(List<Pair> learnt) {
    Map<Pair, Integer> found = new HashMap<>();
    for (Pair pair : learnt) {
      found.putIfAbsent(pair, found.size());
    }
    ranks = Map.copyOf(found);
  }

  /**
   * Two symbols with a space between them.
   *
   * @param place for messages
   */
  static Pair pair(String place, String text) {
    int space = text.indexOf(' ');
    if (space < 1 || space == text.length() - 1 || text.indexOf(' ', space + 1) >= 0) {
      throw new ModelLoadException(
          place + ": expected two symbols with a space between them, found \"" + text + "\"");
    }
    return new Pair(text.substring(0, space), text.substring(space + 1));
  }

  /**
   * Joins the symbols of a word, one character each. Candidates wait in order, so that a word of n
   * symbols takes n·log n turns: a prompt is what anyone may send.
   */
  List<String> join(String word) {
    int count = word.length();
    String[] symbols = new String[count]; // by where they begin; null where one was joined
    int[] before = new int[count];
    int[] after = new int[count];
    for (int i = 0; i < count; i++) {
      symbols[i] = i == count - 1 ? word.charAt(i) + WORD_END : word.substring(i, i + 1);
      before[i] = i - 1;
      after[i] = i + 1;
    }
    PriorityQueue<Candidate> candidates = new PriorityQueue<>();
    for (int i = 0; i + 1 < count; i++) {
      offer(candidates, symbols, i, i + 1);
    }
    for (Candidate best = candidates.poll(); best != null; best = candidates.poll()) {
      int left = best.at();
      int right = symbols[left] == null ? count : after[left];
      if (right == count
          || !symbols[left].equals(best.pair().left())
          || !symbols[right].equals(best.pair().right())) {
        continue; // one of the two has been joined with another meanwhile
      }
      symbols[left] = best.pair().joined();
      symbols[right] = null;
      after[left] = after[right];
      if (after[left] < count) {
        before[after[left]] = left;
        offer(candidates, symbols, left, after[left]);
      }
      if (before[left] >= 0) {
        offer(candidates, symbols, before[left], left);
      }
    }
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < count; i = after[i]) {
      joined.add(symbols[i]);
    }
    return joined;
  }

  private void offer(PriorityQueue<Candidate> candidates, String[] symbols, int left, int right) {
    Pair pair = new Pair(symbols[left], symbols[right]);
    Integer rank = ranks.get(pair);
    if (rank != null) {
      candidates.add(new Candidate(rank, left, pair));
    }
  }
}
