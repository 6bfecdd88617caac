package dev.frameloom.report;

import dev.frameloom.config.Version;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;

/** What a report's numbers and pictures were made by. */
final class Libraries {

  private Libraries() {}

  /** Names and versions, in one line. */
  static String versions() {
    return "Frameloom %s, OpenCV %d.%d.%d, FFmpeg %s"
        .formatted(
            Version.NUMBER,
            opencv_core.getVersionMajor(),
            opencv_core.getVersionMinor(),
            opencv_core.getVersionRevision(),
            avutil.av_version_info().getString());
  }
}
