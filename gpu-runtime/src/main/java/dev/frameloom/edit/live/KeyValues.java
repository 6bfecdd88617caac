package dev.frameloom.edit.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;

/**
 * The keys and values that one frame had at the self attentions of one UNet call, by path. They
 * belong to the scope given and go with it.
 */
final class KeyValues {

  private final NDManager scope;
  private final Map<String, Pair> pairs = new HashMap<>();

  KeyValues(NDManager scope) {
    this.scope = scope;
  }

  /** Keys and values of one self attention, (B, H, T, D) each. */
  record Pair(NDArray keys, NDArray values) {}

  /** Takes over what the layer would free when it is done with it. */
  void put(String path, NDArray keys, NDArray values) {
    keys.attach(scope);
    values.attach(scope);
    if (pairs.put(path, new Pair(keys, values)) != null) {
      throw new IllegalStateException("two self attentions at " + path + " in one call");
    }
  }

  Pair at(String path) {
    Pair pair = pairs.get(path);
    if (pair == null) {
      throw new IllegalStateException("no keys were kept for the self attention at " + path);
    }
    return pair;
  }
}
