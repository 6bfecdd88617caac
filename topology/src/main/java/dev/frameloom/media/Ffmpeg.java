package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.presets.avutil;

/** What every caller of FFmpeg needs: error texts and times. */
final class Ffmpeg {

  /** Microseconds in a second: the unit of every time outside FFmpeg. */
  static final int MICROS = 1_000_000;

  /** FFmpeg's "no time known". */
  static final long NO_TIME = org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

  /** FFmpeg's "call again with more". */
  static final int AGAIN = avutil.AVERROR_EAGAIN();

  private Ffmpeg() {}

  /** The result of a call, or a {@link MediaException} that says what was tried. */
  static int check(int code, String what) {
    if (code < 0) {
      throw new MediaException(what + ": " + reason(code));
    }
    return code;
  }

  /** FFmpeg's words for an error code, and the line that it logged on this thread, if any. */
  static String reason(int code) {
    byte[] text = new byte[256];
    av_strerror(code, text, text.length);
    // FFmpeg says "Unknown error occurred" where a library of its own gave no reason
    String words = code == AVERROR_UNKNOWN ? "the library gives no reason" : text(text);
    return FfmpegLog.takeLast().map(line -> words + " (" + line + ")").orElse(words);
  }

  /** What FFmpeg wrote into a buffer, to its terminating zero. */
  static String text(byte[] buffer) {
    int length = 0;
    while (length < buffer.length && buffer[length] != 0) {
      length++;
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  /** A time in units of a time base as microseconds, rounded to the nearest. */
  static long toMicros(long time, AVRational timeBase) {
    return av_rescale(time, (long) timeBase.num() * MICROS, timeBase.den());
  }
}
