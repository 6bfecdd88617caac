package dev.frameloom.media;

import java.util.List;
import java.util.Optional;

/**
 * A source at a constant frame rate: at each tick the frame that is shown then. Frames are repeated
 * or left out, never blended.
 */
final class ResampledVideo implements VideoSource {

  private final VideoSource source;
  private final double fps;
  private Optional<VideoFrame> shown;
  private Optional<VideoFrame> after;
  private long startUs;
  private long tick;

  ResampledVideo(VideoSource source, double fps) {
    this.source = source;
    this.fps = fps;
    this.shown = source.next();
    this.after = shown.flatMap(frame -> source.next());
    shown.ifPresent(frame -> startUs = frame.captureTimeUs());
  }

  @Override
  public Optional<VideoFrame> next() {
    long timeUs = timeUs(tick);
    while (after.isPresent() && after.get().captureTimeUs() <= timeUs) {
      shown = after;
      after = source.next();
    }
    if (after.isEmpty() && shown.isPresent() && isOver(shown.get(), timeUs)) {
      shown = Optional.empty();
    }
    return shown.map(frame -> new VideoFrame(frame.picture(), timeUs, timeUs(++tick) - timeUs));
  }

  /** The last frame is shown until its end, give or take a microsecond of rounding. */
  private boolean isOver(VideoFrame last, long timeUs) {
    return tick > 0 && timeUs + 1 >= last.captureTimeUs() + Math.max(2, last.durationUs());
  }

  private long timeUs(long index) {
    return startUs + Math.round(index * (Ffmpeg.MICROS / fps));
  }

  @Override
  public VideoInfo info() {
    VideoInfo info = source.info();
    long expected =
        info.frameRate() > 0 ? Math.round(info.expectedFrames() * fps / info.frameRate()) : 0;
    return new VideoInfo(info.width(), info.height(), fps, expected, info.codec(), info.live());
  }

  @Override
  public List<String> warnings() {
    return source.warnings();
  }

  @Override
  public void close() {
    source.close();
  }
}
