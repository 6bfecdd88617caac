package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The frames of a source, deinterlaced where they are flagged as interlaced: one for each, at its
 * time. What comes before the first interlaced frame is not touched at all. Film that was made
 * interlaced by repeating fields (telecine) keeps its frames: where they are whole and the repeats
 * are flags, they are shown longer; where fields were mixed, the mixed frames are deinterlaced.
 */
final class ProgressiveFrames implements RawFrames {

  private final RawFrames source;
  private final AVFrame frame = av_frame_alloc();
  private final Deque<RawFrame> inside = new ArrayDeque<>();
  private Optional<Deinterlacer> filter = Optional.empty();
  private Optional<RawFrame> pending = Optional.empty();
  private boolean draining;
  private boolean closed;
  private long given;
  private long interlaced;

  ProgressiveFrames(RawFrames source) {
    this.source = source;
  }

  @Override
  public Optional<RawFrame> next() {
    while (true) {
      if (filter.isPresent()) {
        if (filter.get().get(frame)) {
          RawFrame of = inside.remove();
          return given(
              Optional.of(new RawFrame(frame, of.timeUs(), of.durationUs(), of.orientation())));
        }
        if (draining) {
          stopFilter();
        }
      }
      Optional<RawFrame> read = pending.isPresent() ? pending : source.next();
      pending = Optional.empty();
      if (filter.isEmpty() && (read.isEmpty() || !Deinterlacer.isFor(read.get().pixels()))) {
        return given(read);
      }
      feed(read);
    }
  }

  private void feed(Optional<RawFrame> read) {
    if (filter.isEmpty()) {
      filter = read.map(first -> new Deinterlacer(first.pixels()));
    }
    Deinterlacer into = filter.orElseThrow();
    if (read.isEmpty() || !into.takes(read.get().pixels())) {
      // the next frame is of another form: first what is inside, then a filter for that form
      pending = read;
      draining = true;
      into.finish();
      return;
    }
    if (Deinterlacer.isFor(read.get().pixels())) {
      interlaced++;
    }
    inside.add(read.get());
    into.put(read.get().pixels());
  }

  private void stopFilter() {
    filter.ifPresent(Deinterlacer::close);
    filter = Optional.empty();
    draining = false;
    inside.clear();
  }

  private Optional<RawFrame> given(Optional<RawFrame> next) {
    given += next.isPresent() ? 1 : 0;
    return next;
  }

  @Override
  public String codec() {
    return source.codec();
  }

  @Override
  public double frameRate() {
    return source.frameRate();
  }

  @Override
  public long frameCount() {
    return source.frameCount();
  }

  @Override
  public OptionalLong endUs() {
    return source.endUs();
  }

  @Override
  public boolean live() {
    return source.live();
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(source.warnings());
    if (interlaced > 0) {
      all.add(
          interlaced
              + " of "
              + Math.max(given, interlaced)
              + " frames are interlaced and were deinterlaced (bwdif), each to one frame");
    }
    return List.copyOf(all);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stopFilter();
      av_frame_free(frame);
      source.close();
    }
  }
}
