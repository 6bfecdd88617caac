package dev.frameloom.ingest;

import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Given frames, with something done before each. */
final class ListVideo implements VideoSource {

  private final List<VideoFrame> frames;
  private final boolean live;
  private final IntConsumer before;
  private int next;

  ListVideo(List<VideoFrame> frames, boolean live, IntConsumer before) {
    this.frames = frames;
    this.live = live;
    this.before = before;
  }

  static ListVideo of(List<VideoFrame> frames) {
    return new ListVideo(frames, false, index -> {});
  }

  static ListVideo live(List<VideoFrame> frames) {
    return new ListVideo(frames, true, index -> {});
  }

  @Override
  public VideoInfo info() {
    return new VideoInfo(1, 1, 25, frames.size(), "list", live);
  }

  @Override
  public Optional<VideoFrame> next() {
    before.accept(next);
    return next == frames.size() ? Optional.empty() : Optional.of(frames.get(next++));
  }

  @Override
  public List<String> warnings() {
    return List.of("from a list");
  }

  @Override
  public void close() {}
}
