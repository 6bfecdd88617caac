package dev.frameloom.report;

import java.util.Locale;

/** How numbers are written on a page. */
final class ReportTexts {

  private ReportTexts() {}

  /** Of a point in time: {@code 3.25 s}, {@code 2:03.25}, {@code 1:02:03.25}. */
  static String time(double seconds) {
    long hundredths = Math.round(seconds * 100);
    double rest = hundredths % 6000 / 100.0;
    long minutes = hundredths / 6000;
    if (minutes == 0) {
      return String.format(Locale.ROOT, "%.2f s", rest);
    }
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%05.2f", minutes, rest)
        : String.format(Locale.ROOT, "%d:%02d:%05.2f", minutes / 60, minutes % 60, rest);
  }

  /** A frame and when it is shown. */
  static String frame(long frame, double seconds) {
    return "frame " + frame + ", " + time(seconds);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * share);
  }
}
