package dev.frameloom.weights.pickle;

import dev.frameloom.weights.pickle.PickleValue.Dict;
import dev.frameloom.weights.pickle.PickleValue.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds a model's tensors in what was saved: alone, or beside an optimizer and counters of a
 * training. Prefixes that say how a model was trained, and not what it is, are taken off.
 */
final class StateDict {

  /** Under which of these a model's tensors are saved; the first that has some is taken. */
  private static final List<String> KEYS =
      List.of("state_dict", "model_state_dict", "model", "module", "net", "network", "params");

  /** Of several GPUs, and of compilation. */
  private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");

  /** What a token's embedding is, as the web interfaces save it. */
  static final String INVERSION = "a textual inversion (a token's embedding)";

  private static final int DEPTH = 3;

  private static final int SHOWN = 5;

  private StateDict() {}

  /**
   * Tensors by name.
   *
   * @throws IllegalArgumentException where there are none, saying what there is
   * @throws OtherKindException where there are some that are no model's
   */
  static SortedMap<String, TensorView> find(PickleValue saved) {
    if (saved instanceof Dict dict) {
      if (dict.entries().containsKey("string_to_param")) {
        throw new OtherKindException(INVERSION);
      }
      if (dict.hasNumbered()) {
        throw new OtherKindException("a hypernetwork (layers between text and attention)");
      }
      SortedMap<String, TensorView> found =
          search(dict, DEPTH).orElseThrow(() -> nothing("a dict of " + keys(dict)));
      return PREFIXES.stream().reduce(found, StateDict::without, (a, b) -> b);
    }
    throw nothing("a pickle of something else");
  }

  private static Optional<SortedMap<String, TensorView>> search(Dict dict, int depth) {
    if (depth > 0) {
      for (String key : KEYS) {
        if (dict.entries().get(key) instanceof Dict inner) {
          Optional<SortedMap<String, TensorView>> found = search(inner, depth - 1);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    SortedMap<String, TensorView> tensors = new TreeMap<>();
    dict.entries()
        .forEach(
            (name, value) -> {
              if (value instanceof Tensor tensor) {
                tensors.put(name, tensor.view());
              }
            });
    return tensors.isEmpty() ? Optional.empty() : Optional.of(tensors);
  }

  private static SortedMap<String, TensorView> without(
      SortedMap<String, TensorView> tensors, String prefix) {
    if (!tensors.keySet().stream().allMatch(it -> it.startsWith(prefix))) {
      return tensors;
    }
    SortedMap<String, TensorView> renamed = new TreeMap<>();
    for (Map.Entry<String, TensorView> tensor : tensors.entrySet()) {
      renamed.put(tensor.getKey().substring(prefix.length()), tensor.getValue());
    }
    return renamed;
  }

  private static List<String> keys(Dict dict) {
    List<String> keys =
        new ArrayList<>(dict.entries().keySet().stream().limit(SHOWN).map(StateDict::cut).toList());
    if (dict.entries().size() > SHOWN) {
      keys.add("…");
    }
    return keys;
  }

  private static String cut(String key) {
    return key.length() > 60 ? key.substring(0, 60) + "…" : key;
  }

  private static IllegalArgumentException nothing(String found) {
    return new IllegalArgumentException(
        "expected tensors by name, or a dict with them under one of " + KEYS + ", found " + found);
  }
}
