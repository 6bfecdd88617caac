package dev.frameloom.patch;

/** Where a picture still changes. */
final class ChangeMask {

  private ChangeMask() {}

  /** Pixels of which a channel changed by the threshold, and those whose patches hold one. */
  static boolean[] of(Levels before, byte[] after, int threshold, int side) {
    int width = before.width();
    int height = before.height();
    boolean[] changed = new boolean[width * height];
    for (int i = 0; i < after.length; i++) {
      if (Math.abs((after[i] & 0xff) - (before.values()[i] & 0xff)) >= threshold) {
        changed[i / before.channels()] = true;
      }
    }
    int radius = side / 2;
    boolean[] along = dilated(changed, width, height, 1, width, radius);
    return dilated(along, height, width, width, 1, radius);
  }

  /** Along lines of a length, pixels of which are a step apart. */
  private static boolean[] dilated(
      boolean[] values, int length, int lines, int step, int lineStep, int radius) {
    boolean[] result = new boolean[values.length];
    for (int line = 0; line < lines; line++) {
      for (int i = 0; i < length; i++) {
        if (values[line * lineStep + i * step]) {
          for (int k = Math.max(0, i - radius); k <= Math.min(length - 1, i + radius); k++) {
            result[line * lineStep + k * step] = true;
          }
        }
      }
    }
    return result;
  }
}
