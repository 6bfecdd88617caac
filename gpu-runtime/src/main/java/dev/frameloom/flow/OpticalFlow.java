package dev.frameloom.flow;

import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds optical flow. A pure function of the pictures, but an object for one thread at a time: it
 * holds native buffers, which close() frees.
 */
public interface OpticalFlow extends AutoCloseable {

  /**
   * The flow from one picture to another of the same size, on the first one's grid.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  FlowField between(Picture from, Picture to);

  /**
   * The flow both ways, which some methods find for less than twice the work.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  default FlowPair pair(Picture first, Picture second) {
    return new FlowPair(between(first, second), between(second, first));
  }

  /**
   * The flow from each picture to the one at the same place in the other list, in order. The fields
   * are those that one call for each would give, up to rounding; networks may find several of them
   * at once.
   *
   * @throws IllegalArgumentException if the lists differ in length, or the pictures of a pair in
   *     size
   */
  default List<FlowField> between(List<Picture> from, List<Picture> to) {
    FlowPictures.checkPaired(from, to);
    List<FlowField> fields = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      fields.add(between(from.get(i), to.get(i)));
    }
    return List.copyOf(fields);
  }

  /**
   * The flow both ways between each picture and the one at the same place in the other list, in
   * order.
   *
   * @throws IllegalArgumentException if the lists differ in length, or the pictures of a pair in
   *     size
   */
  default List<FlowPair> pairs(List<Picture> first, List<Picture> second) {
    FlowPictures.checkPaired(first, second);
    List<FlowPair> pairs = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      pairs.add(pair(first.get(i), second.get(i)));
    }
    return List.copyOf(pairs);
  }

  @Override
  void close();
}
