package dev.frameloom.patch;

import java.util.ArrayList;
import java.util.List;

/** The definitions, slow and plain: what the fast code is held to. */
final class SlowPatches {

  private SlowPatches() {}

  /** Weighted squared differences of the patch around a target's pixel and around its match. */
  static double error(
      Levels style,
      Levels picture,
      List<Guide> guides,
      SynthesisSettings s,
      int x,
      int y,
      int match) {
    double error = of(picture, style, s, x, y, match) * s.styleWeight() / 3;
    for (Guide guide : guides) {
      double weight = guide.weight() / guide.source().channels();
      error += of(guide.target(), guide.source(), s, x, y, match) * weight;
    }
    return error;
  }

  private static double of(
      Levels target, Levels source, SynthesisSettings settings, int x, int y, int match) {
    int radius = settings.patch() / 2;
    double error = 0;
    for (int dy = -radius; dy <= radius; dy++) {
      for (int dx = -radius; dx <= radius; dx++) {
        for (int c = 0; c < target.channels(); c++) {
          int difference =
              level(target, x + dx, y + dy, c)
                  - level(source, Matches.x(match) + dx, Matches.y(match) + dy, c);
          error += (double) difference * difference;
        }
      }
    }
    return error;
  }

  /** A level, of the nearest pixel where there is none. */
  static int level(Levels levels, int x, int y, int channel) {
    int column = Math.max(0, Math.min(levels.width() - 1, x));
    int row = Math.max(0, Math.min(levels.height() - 1, y));
    return levels.values()[(row * levels.width() + column) * levels.channels() + channel] & 0xff;
  }

  /** How many patches cover a patch's pixels, on the mean; 1 where all are used alike. */
  static double occupancy(int[] matches, int width, int height, int side, int match) {
    double covers = 0;
    for (int other : matches) {
      int across = side - Math.abs(Matches.x(other) - Matches.x(match));
      int down = side - Math.abs(Matches.y(other) - Matches.y(match));
      covers += Math.max(0, across) * Math.max(0, down);
    }
    double even = (double) matches.length / ((double) width * height) * side * side;
    return covers / (side * side) / even;
  }

  /** All matches that there are in a style. */
  static List<Integer> all(int width, int height, int side) {
    List<Integer> matches = new ArrayList<>();
    for (int y = side / 2; y < height - side / 2; y++) {
      for (int x = side / 2; x < width - side / 2; x++) {
        matches.add(Matches.at(x, y));
      }
    }
    return matches;
  }

  /**
   * Mean errors, style and guides together, of what was painted: by the picture after the last
   * vote.
   */
  static double meanError(
      Levels style, List<Guide> guides, SynthesisSettings settings, Levels picture, int[] matches) {
    double sum = 0;
    for (int i = 0; i < matches.length; i++) {
      sum +=
          error(
              style,
              picture,
              guides,
              settings,
              i % picture.width(),
              i / picture.width(),
              matches[i]);
    }
    return sum / matches.length;
  }

  /** The mean price of even use. */
  static double meanOccupancy(Levels style, SynthesisSettings settings, int[] matches) {
    double sum = 0;
    Occupancy fast = Occupancy.of(matches, style.width(), style.height(), settings.patch() / 2, 1);
    for (int match : matches) {
      sum += fast.price(match);
    }
    return sum / matches.length;
  }
}
