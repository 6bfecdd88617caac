package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;

/**
 * Takes FFmpeg's log off the terminal: its last error line on each thread is kept for our own
 * messages, everything else is dropped.
 */
final class FfmpegLog extends LogCallback {

  private static final ThreadLocal<String> LAST = new ThreadLocal<>();
  // FFmpeg holds only a native pointer to it
  private static final FfmpegLog INSTANCE = new FfmpegLog();

  private FfmpegLog() {}

  /** Takes over; as often as one likes. */
  static void quiet() {
    av_log_set_level(AV_LOG_ERROR);
    setLogCallback(INSTANCE);
    LAST.remove();
  }

  static Optional<String> takeLast() {
    Optional<String> line = Optional.ofNullable(LAST.get());
    LAST.remove();
    return line;
  }

  @Override
  public void call(int level, BytePointer message) {
    String line = message.getString().strip();
    if (level <= AV_LOG_ERROR && !line.isEmpty()) {
      LAST.set(line);
    }
  }
}
