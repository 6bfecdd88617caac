package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Features of the keyframe calls of one step, by call and site. Lives in the step's scope, which
 * owns every array in it.
 *
 * <p>n frames of a call, S tokens of C channels, H heads of D, b edited branches.
 */
final class StepFeatures {

  private final NDManager scope;
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<Key, NDArray> arrays = new HashMap<>();

  StepFeatures(NDManager scope) {
    this.scope = scope;
  }

  /**
   * Where the features of a frame are.
   *
   * @param call number of the call
   * @param row of the frame in each branch
   * @param frames n
   */
  record Place(int call, int row, int frames) {}

  /** What is kept of a site. */
  enum Kind {
    /** The source's tokens, of length 1, (n, S, C). */
    TOKENS,
    /** Results of the source's self attention, (n, S, C). */
    SOURCE_RESULTS,
    /** The source's queries, to be taken over, (n, H, S, D). */
    SOURCE_QUERIES,
    /** Its keys. */
    SOURCE_KEYS,
    /** What a residual block adds for the source, to be taken over, (n, C, h, w). */
    SOURCE_RESIDUAL,
    /** Results of the edited branches' self attention, (b·n, S, C). */
    RESULTS,
    /** Their keys, what they take over included, (b, H, n·S, D) or (b·n, H, S, D). */
    KEYS,
    /** Their values, of the same shape. */
    VALUES
  }

  private record Key(int call, String path, Kind kind) {}

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

  /** Takes over what the layer would free when it is done with it. */
  void keep(int call, String path, Kind kind, NDArray array) {
    array.attach(scope);
    arrays.put(new Key(call, path, kind), array);
  }

  NDArray at(int call, String path, Kind kind) {
    NDArray array = arrays.get(new Key(call, path, kind));
    if (array == null) {
      throw new IllegalStateException(kind + " of call " + call + " at " + path + " were not kept");
    }
    return array;
  }
}
