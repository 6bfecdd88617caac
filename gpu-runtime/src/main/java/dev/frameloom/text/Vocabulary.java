package dev.frameloom.text;

import dev.frameloom.weights.ModelLoadException;
import java.util.ArrayList;
import java.util.Collection;
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

  /** The same with more added tokens; one of the same content takes the place of another. */
  Vocabulary with(Collection<AddedToken> more) {
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
   * The same with tokens that have a role. Those that were added are there already; one that is in
   * the vocabulary keeps its number; any other gets the next.
   */
  Vocabulary withSpecial(Collection<SpecialToken> special) {
    List<AddedToken> more = new ArrayList<>();
    int next = ids.size();
    for (SpecialToken token : special) {
      boolean known =
          added.stream().anyMatch(it -> it.content().equals(token.content()))
              || more.stream().anyMatch(it -> it.content().equals(token.content()));
      if (!known) {
        Integer id = ids.get(token.content());
        more.add(new AddedToken(id == null ? next : id, token.content(), token.normalized()));
        next += id == null ? 1 : 0;
      }
    }
    return with(more);
  }

  /**
   * The number of a token that must be there.
   *
   * @param place for messages
   */
  int id(String place, String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new ModelLoadException(place + ": missing token " + token);
    }
    return id;
  }
}
