package dev.frameloom.media;

import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
  private final VideoInfo info;
  private final FrameSize shown;
  private final Sides coded;
  private final boolean sideways;
  private final Map<Boolean, PictureConverter> converters = new HashMap<>();
  private final Set<String> colours = new LinkedHashSet<>();

  private Optional<VideoFrame> ahead;
  private long lastTimeUs;
  private long resized;
  private long retimed;
  private boolean closed;

  /** Takes the frames over, and closes them if this fails. */
  ConvertedVideo(String location, RawFrames source, SourceOptions options) {
    this.location = location;
    this.frames = new ProgressiveFrames(source);
    try {
      RawFrame first = firstShown(options.start().toNanos() / 1000);
      this.coded = coded(first);
      this.sideways = first.orientation().sideways();
      this.shown = shown(upright(first), options);
      this.info = describe(shown, options);
      this.lastTimeUs = first.timeUs();
      this.ahead = Optional.of(frame(first, first.timeUs()));
    } catch (RuntimeException e) {
      converters.values().forEach(PictureConverter::close);
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

  /** Pixels of a source, which may be more than any picture of ours has. */
  private record Sides(int width, int height) {

    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  private static Sides coded(RawFrame raw) {
    return new Sides(raw.pixels().width(), raw.pixels().height());
  }

  /** The size with square pixels, by widening, or else narrowing, the rows; as it is shown. */
  private static Sides upright(RawFrame raw) {
    AVRational aspect = raw.pixels().sample_aspect_ratio();
    int width = raw.pixels().width();
    int height = raw.pixels().height();
    if (aspect.num() > 0 && aspect.den() > 0 && aspect.num() != aspect.den()) {
      width = (int) Math.max(2, Math.round((double) width * aspect.num() / aspect.den() / 2) * 2);
    }
    return raw.orientation().sideways()
        ? new Sides(/* width= */ height, /* height= */ width)
        : new Sides(width, height);
  }

  /** The frames' size. Larger pictures could be published, but nobody would decode them. */
  private FrameSize shown(Sides source, SourceOptions options) {
    Sides wanted = source;
    if (options.size().isPresent()) {
      FrameSize size = options.size().get().resolve(source.width(), source.height());
      wanted = new Sides(size.width(), size.height());
    }
    boolean wide = wanted.width() >= wanted.height();
    if (Math.max(wanted.width(), wanted.height()) > PictureCodec.MAX_SIDE
        || (long) wanted.width() * wanted.height() > PictureCodec.MAX_PIXELS) {
      throw new MediaException(
          "%s: frames of %s pixels are too large: at most %d a side and %d megapixels are taken; scale them, as with --size %s"
              .formatted(
                  location,
                  wanted,
                  PictureCodec.MAX_SIDE,
                  PictureCodec.MAX_PIXELS >> 20,
                  wide ? "2048x0" : "0x2048"));
    }
    return new FrameSize(wanted.width(), wanted.height());
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

  @Override
  public OptionalLong endUs() {
    return frames.endUs();
  }

  private VideoFrame later(RawFrame raw) {
    if (!coded(raw).equals(coded) || raw.orientation().sideways() != sideways) {
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

  /** A converter to what lies as it is stored, and is of the wanted size once it is upright. */
  private PictureConverter converter(boolean turned) {
    return converters.computeIfAbsent(
        turned, it -> new PictureConverter(it ? shown.turned() : shown));
  }

  private VideoFrame frame(RawFrame raw, long timeUs) {
    ForeignColours.of(raw.pixels()).ifPresent(colours::add);
    Picture stored = converter(raw.orientation().sideways()).convert(raw.pixels());
    return new VideoFrame(raw.orientation().apply(stored), timeUs, durationUs(raw));
  }

  /** What is live can't be measured against the next frame: its nominal rate must do. */
  private long durationUs(RawFrame raw) {
    double rate = frames.frameRate();
    return raw.durationUs() == 0 && frames.live() && rate > 0
        ? Math.round(Ffmpeg.MICROS / rate)
        : raw.durationUs();
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
    long transparent = converters.values().stream().mapToLong(PictureConverter::transparent).sum();
    if (transparent > 0) {
      all.add(transparent + " frames have transparent parts, which were laid on white");
    }
    all.addAll(colours);
    return List.copyOf(all);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      converters.values().forEach(PictureConverter::close);
      frames.close();
    }
  }
}
