package dev.frameloom.text;

import dev.frameloom.weights.ModelLoadException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tokenizer knows.
 *
 * @param ids numbers of the tokens, by how they are written in the vocabulary
 * @param pairs what is joined to tokens
 * @param added tokens that stand for themselves, the marks of begin and end among them
 */
record Vocabulary(Map<String, Integer> ids, BytePairs pairs, List<AddedToken> added) {

  static final String BEGIN = "<|startoftext|>";
  static final String END = "<|endoftext|>";

  Vocabulary {
    ids = Map.copyOf(ids);
    added = List.copyOf(added);
  }

  /** A vocabulary whose only added tokens are the marks. */
  static Vocabulary withMarks(String place, Map<String, Integer> ids, BytePairs pairs) {
    List<AddedToken> marks = new ArrayList<>();
    for (String mark : List.of(BEGIN, END)) {
      marks.add(new AddedToken(known(place, ids, mark), mark, true));
    }
    return new Vocabulary(ids, pairs, marks);
  }

  /** The same with more added tokens; one of the same content takes the place of another. */
  Vocabulary with(List<AddedToken> more) {
    Map<String, Integer> all = new LinkedHashMap<>(ids);
    Map<String, AddedToken> tokens = new LinkedHashMap<>();
    added.forEach(token -> tokens.put(token.content(), token));
    for (AddedToken token : more) {
      all.put(token.content(), token.id());
      tokens.put(token.content(), token);
    }
    return new Vocabulary(all, pairs, List.copyOf(tokens.values()));
  }

  /**
   * The number of a token that must be there.
   *
   * @param place for messages
   */
  int id(String place, String token) {
    return known(place, ids, token);
  }

  private static int known(String place, Map<String, Integer> ids, String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new ModelLoadException(place + ": missing token " + token);
    }
    return id;
  }
}
