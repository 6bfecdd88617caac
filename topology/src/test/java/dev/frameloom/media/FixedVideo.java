package dev.frameloom.media;

import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A source of one-pixel frames shown for given times. */
final class FixedVideo implements VideoSource {

  private final List<VideoFrame> frames;
  private int next;

  private FixedVideo(List<VideoFrame> frames) {
    this.frames = frames;
  }

  static FixedVideo of(List<Integer> durationsUs) {
    List<VideoFrame> frames = new ArrayList<>();
    long time = 0;
    for (int duration : durationsUs) {
      byte[] number = {(byte) frames.size(), 0, 0};
      frames.add(new VideoFrame(new Picture(1, 1, number), time, duration));
      time += duration;
    }
    return new FixedVideo(frames);
  }

  int indexOf(Picture picture) {
    return picture.rgb()[0];
  }

  int shownAt(long timeUs) {
    int index = 0;
    while (index + 1 < frames.size() && frames.get(index + 1).captureTimeUs() <= timeUs) {
      index++;
    }
    return index;
  }

  long lastUs() {
    VideoFrame last = frames.get(frames.size() - 1);
    return last.captureTimeUs() + last.durationUs();
  }

  @Override
  public VideoInfo info() {
    return new VideoInfo(1, 1, 0, frames.size(), "fixed", false);
  }

  @Override
  public Optional<VideoFrame> next() {
    return next == frames.size() ? Optional.empty() : Optional.of(frames.get(next++));
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public void close() {}
}
