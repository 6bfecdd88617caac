package dev.frameloom.media;

import java.util.List;
import java.util.Optional;

/** The first frames of a source. */
final class LimitedVideo implements VideoSource {

  private final VideoSource source;
  private final long most;
  private long given;

  LimitedVideo(VideoSource source, long most) {
    this.source = source;
    this.most = most;
  }

  @Override
  public Optional<VideoFrame> next() {
    if (given == most) {
      return Optional.empty();
    }
    given++;
    return source.next();
  }

  @Override
  public VideoInfo info() {
    VideoInfo info = source.info();
    long expected = info.expectedFrames() == 0 ? most : Math.min(most, info.expectedFrames());
    return new VideoInfo(
        info.width(), info.height(), info.frameRate(), expected, info.codec(), info.live());
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
