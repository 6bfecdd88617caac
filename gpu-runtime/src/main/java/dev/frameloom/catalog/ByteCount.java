package dev.frameloom.catalog;

import java.util.Locale;

/** Sizes for people. */
public final class ByteCount {

  private ByteCount() {}

  /** In the unit that suits: {@code 512 bytes}, {@code 3.4 MB}, {@code 1.72 GB}. */
  public static String text(long bytes) {
    if (bytes < 1_000) {
      return bytes + " bytes";
    }
    if (bytes < 999_950) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    if (bytes < 999_950_000) {
      return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
