package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Features of the keyframe calls of one step, by site and call. Lives in the step's scope, which
 * owns every array in it.
 */
final class StepFeatures {

  private final NDManager scope;
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<Key, SiteFeatures> features = new HashMap<>();
  private final Map<Key, Heads> heads = new HashMap<>();

  StepFeatures(NDManager scope) {
    this.scope = scope;
  }

  /** Where the features of a frame are: in which call, at which row of a branch. */
  record Place(int call, int row) {}

  /**
   * Keys and values of the edited branches, what they inject included.
   *
   * @param keys (b − 1, H, T, D), the frames of the call one after the other
   * @param values of the same shape
   */
  record Heads(NDArray keys, NDArray values) {}

  private record Key(int call, String path) {}

  /** The scope of the step. */
  NDManager scope() {
    return scope;
  }

  void place(int frame, Place place) {
    places.put(frame, place);
  }

  Place placeOf(int frame) {
    Place place = places.get(frame);
    if (place == null) {
      throw new IllegalStateException("frame " + frame + " was no keyframe of this step");
    }
    return place;
  }

  /** Takes over what the layer would free when it is done. */
  void keep(int call, String path, SiteFeatures kept) {
    kept.tokens().attach(scope);
    kept.results().attach(scope);
    features.put(new Key(call, path), kept);
  }

  void keep(int call, String path, Heads kept) {
    kept.keys().attach(scope);
    kept.values().attach(scope);
    heads.put(new Key(call, path), kept);
  }

  SiteFeatures featuresOf(int call, String path) {
    return features.get(new Key(call, path));
  }

  Heads headsOf(int call, String path) {
    return heads.get(new Key(call, path));
  }
}
