package dev.frameloom.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks whether files will fit before they are written. */
final class DiskSpace {

  /** What is left to others on the same disk. */
  private static final long RESERVE = 64L << 20;

  private DiskSpace() {}

  /**
   * Refuses what will not fit.
   *
   * @param folder one that is there
   */
  static void check(Path folder, long needed) throws IOException {
    check(folder, needed, Files.getFileStore(folder).getUsableSpace());
  }

  static void check(Path folder, long needed, long usable) throws IOException {
    if (needed + RESERVE > usable) {
      throw new IOException(
          "expected room for "
              + ByteCount.text(needed)
              + " in "
              + folder
              + ", found "
              + ByteCount.text(usable)
              + "; make room, or set models.dir to a folder on another disk");
    }
  }
}
