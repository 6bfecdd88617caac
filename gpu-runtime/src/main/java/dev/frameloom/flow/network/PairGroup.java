package dev.frameloom.flow.network;

import dev.frameloom.flow.FlowPictures;
import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of pictures of one size that a network sees at once.
 *
 * @param from the first ones
 * @param to the second ones
 */
record PairGroup(List<Picture> from, List<Picture> to) {

  /** Cuts lists, in order, wherever the size changes or a group is full. */
  static List<PairGroup> of(List<Picture> from, List<Picture> to, int most) {
    FlowPictures.checkPaired(from, to);
    List<PairGroup> groups = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < from.size(); i++) {
      FlowPictures.checkSizes(from.get(i), to.get(i));
      boolean last = i + 1 == from.size() || !sameSize(from.get(i), from.get(i + 1));
      if (last || i + 1 - start == most) {
        groups.add(new PairGroup(from.subList(start, i + 1), to.subList(start, i + 1)));
        start = i + 1;
      }
    }
    return groups;
  }

  private static boolean sameSize(Picture a, Picture b) {
    return a.width() == b.width() && a.height() == b.height();
  }

  int size() {
    return from.size();
  }
}
