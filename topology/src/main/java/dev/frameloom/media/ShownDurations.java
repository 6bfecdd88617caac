package dev.frameloom.media;

import java.util.List;
import java.util.Optional;

/**
 * Frames that are shown until the next one is, whatever the source says of each: containers tell
 * durations of packets, in the order of decoding. The last frame is shown as long as the source
 * says of it, or to the source's end, or as long as the frame before. Reads one frame ahead.
 */
final class ShownDurations implements VideoSource {

  private final VideoSource source;
  private Optional<VideoFrame> held = Optional.empty();
  private Optional<MediaException> failure = Optional.empty();
  private boolean begun;
  private long lastDurationUs;

  ShownDurations(VideoSource source) {
    this.source = source;
  }

  @Override
  public Optional<VideoFrame> next() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (!begun) {
      begun = true;
      held = source.next();
    }
    if (held.isEmpty()) {
      return held;
    }
    VideoFrame frame = held.get();
    held = readAhead();
    lastDurationUs =
        held.map(after -> after.captureTimeUs() - frame.captureTimeUs())
            .orElseGet(() -> lastDuration(frame));
    return Optional.of(new VideoFrame(frame.picture(), frame.captureTimeUs(), lastDurationUs));
  }

  /** A failure must not cost the frame before it. */
  private Optional<VideoFrame> readAhead() {
    try {
      return source.next();
    } catch (MediaException e) {
      failure = Optional.of(e);
      return Optional.empty();
    }
  }

  private long lastDuration(VideoFrame last) {
    if (last.durationUs() > 0) {
      return last.durationUs();
    }
    long toEndUs = source.endUs().orElse(0) - last.captureTimeUs();
    if (toEndUs > 0) {
      return toEndUs;
    }
    double rate = source.info().frameRate();
    return lastDurationUs > 0 || rate <= 0 ? lastDurationUs : Math.round(Ffmpeg.MICROS / rate);
  }

  @Override
  public VideoInfo info() {
    return source.info();
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
