package dev.frameloom.media;

import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Raw frames as upright RGB pictures of one size, from a start time on, with strictly increasing
 * times. The size is the first frame's (with square pixels), or the wanted one; frames of another
 * size are scaled to it and counted. Reads one frame ahead, so that a source without any fails when
 * it is opened.
 */
final class ConvertedVideo implements VideoSource {

  private final String location;
  private final RawFrames frames;
  private final int quarterTurns;
  private final VideoInfo info;
  private final PictureConverter converter;
  private final FrameSize coded;

  private Optional<VideoFrame> ahead;
  private long lastTimeUs;
  private long resized;
  private long retimed;
  private boolean closed;

  /** Takes the frames over, and closes them if this fails. */
  ConvertedVideo(String location, RawFrames frames, SourceOptions options) {
    this.location = location;
    this.frames = frames;
    try {
      this.quarterTurns = frames.quarterTurns();
      RawFrame first = firstShown(options.start().toNanos() / 1000);
      this.coded = new FrameSize(first.pixels().width(), first.pixels().height());
      FrameSize shown = options.size().map(s -> fit(s, first)).orElse(upright(square(first)));
      this.converter = new PictureConverter(upright(shown));
      this.info = describe(shown, options);
      this.lastTimeUs = first.timeUs();
      this.ahead = Optional.of(frame(first, first.timeUs()));
    } catch (RuntimeException e) {
      frames.close();
      throw e;
    }
  }

  private RawFrame firstShown(long startUs) {
    RawFrame first =
        frames
            .next()
            .orElseThrow(
                () ->
                    new MediaException(
                        location + ": not one frame can be decoded" + because(frames.warnings())));
    long fromUs = first.timeUs() + startUs;
    Optional<RawFrame> frame = Optional.of(first);
    // half a microsecond of rounding on either side must not lose the frame that was asked for
    while (frame.isPresent() && frame.get().timeUs() + 1 < fromUs) {
      frame = frames.next();
    }
    return frame.orElseThrow(
        () ->
            new MediaException(
                location
                    + " ends before the start at "
                    + startUs / (double) Ffmpeg.MICROS
                    + " s: no frames are left"));
  }

  private static String because(List<String> warnings) {
    return warnings.isEmpty() ? "" : " (" + String.join("; ", warnings) + ")";
  }

  private FrameSize fit(FrameSize wanted, RawFrame first) {
    FrameSize source = upright(square(first));
    return wanted.resolve(source.width(), source.height());
  }

  /** The coded size with pixels made square by widening, or else narrowing, the rows. */
  private static FrameSize square(RawFrame raw) {
    AVFrame pixels = raw.pixels();
    AVRational aspect = pixels.sample_aspect_ratio();
    if (aspect.num() <= 0 || aspect.den() <= 0 || aspect.num() == aspect.den()) {
      return new FrameSize(pixels.width(), pixels.height());
    }
    long width = Math.round((double) pixels.width() * aspect.num() / aspect.den() / 2) * 2;
    return new FrameSize((int) Math.max(2, width), pixels.height());
  }

  private FrameSize upright(FrameSize size) {
    return quarterTurns % 2 == 1 ? size.turned() : size;
  }

  private VideoInfo describe(FrameSize shown, SourceOptions options) {
    double rate = frames.frameRate();
    long skipped = Math.round(options.start().toMillis() * rate / 1000);
    return new VideoInfo(
        shown.width(),
        shown.height(),
        rate,
        Math.max(0, frames.frameCount() - skipped),
        frames.codec(),
        frames.live());
  }

  @Override
  public VideoInfo info() {
    return info;
  }

  @Override
  public Optional<VideoFrame> next() {
    Optional<VideoFrame> frame = ahead;
    ahead = Optional.empty();
    return frame.isPresent() ? frame : frames.next().map(this::later);
  }

  private VideoFrame later(RawFrame raw) {
    if (raw.pixels().width() != coded.width() || raw.pixels().height() != coded.height()) {
      resized++;
    }
    long timeUs = raw.timeUs();
    if (timeUs <= lastTimeUs) {
      timeUs = lastTimeUs + 1;
      retimed++;
    }
    lastTimeUs = timeUs;
    return frame(raw, timeUs);
  }

  private VideoFrame frame(RawFrame raw, long timeUs) {
    Picture picture = Rotation.turn(converter.convert(raw.pixels()), quarterTurns);
    return new VideoFrame(picture, timeUs, raw.durationUs());
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(frames.warnings());
    if (resized > 0) {
      all.add(
          resized
              + " frames had another size than the first ("
              + coded
              + ") and were scaled to "
              + info.width()
              + "x"
              + info.height());
    }
    if (retimed > 0) {
      all.add(retimed + " frames were not later than the one before; moved by microseconds");
    }
    return List.copyOf(all);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      converter.close();
      frames.close();
    }
  }
}
