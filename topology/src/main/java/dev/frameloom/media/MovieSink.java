package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * A video file: encoded frames with their own times, beside the sound of a clip. Times in the file
 * are capture times less the first one (see {@link ClipTimes#originUs}), exact to the microsecond
 * in MP4 and MOV, to the millisecond in Matroska and WebM, which know no finer.
 */
final class MovieSink implements VideoSink {

  private final Path file;
  private final ResultFile result;
  private final SinkOptions options;
  private final AVCodec codec;
  private final AVRational micros = new AVRational().num(1).den(Ffmpeg.MICROS);
  private final List<String> notes = new ArrayList<>();
  private final Muxer muxer;
  private SoundPlan sound = SoundPlan.NONE;

  private VideoEncoder encoder;
  private AVStream videoStream;
  private FrameSize size;
  private EncoderSettings settings;
  private boolean written;
  private long originUs;
  private long lastTimeUs;
  private long lastDurationUs;
  private boolean failed;
  private boolean complete;
  private boolean closed;

  /**
   * Opens the file.
   *
   * @param file its name, for messages
   * @param result where it is written; belongs to this sink
   */
  MovieSink(Path file, ResultFile result, SinkOptions options) {
    this.file = file;
    this.result = result;
    this.options = options;
    FfmpegLog.quiet();
    this.codec = Encoders.choose(file, options.encoder());
    SinkOptions.Layout layout = result.isDirect() ? SinkOptions.Layout.STREAMED : options.layout();
    try {
      this.muxer = new Muxer(file, result.path(), layout);
    } catch (RuntimeException e) {
      result.close();
      throw e;
    }
    try {
      muxer.requireCodec(codec.id(), codec.name().getString());
      sound = SoundPlan.of(options.sound(), muxer);
    } catch (RuntimeException e) {
      release();
      result.close();
      throw e;
    }
  }

  @Override
  public void write(VideoFrame frame) {
    if (closed || failed) {
      throw new IllegalStateException(file + " is " + (closed ? "closed" : "broken"));
    }
    if (encoder == null) {
      begin(frame);
    } else {
      requireFollows(frame);
      lastDurationUs = frame.captureTimeUs() - lastTimeUs;
    }
    lastTimeUs = frame.captureTimeUs();
    if (frame.durationUs() > 0) {
      lastDurationUs = frame.durationUs();
    }
    failed = true;
    sound.feed().ifPresent(feed -> feed.writeUntil(lastTimeUs));
    encode(frame);
    failed = false;
  }

  private void encode(VideoFrame frame) {
    try {
      encoder.encode(frame.picture(), lastTimeUs - originUs, lastDurationUs, this::writeVideo);
    } catch (MediaException e) {
      throw written ? e : EncoderLimits.explained(e, codec, settings, muxer);
    }
  }

  private VideoEncoder started(EncoderSettings wanted) {
    try {
      return new VideoEncoder(codec, wanted, muxer.wantsGlobalHeader());
    } catch (MediaException e) {
      throw EncoderLimits.explained(e, codec, wanted, muxer);
    }
  }

  /**
   * Refuses frames that follow each other faster than the file can tell times apart. After the
   * first frame.
   */
  void requireTimes(long durationUs) {
    long tickUs = Ffmpeg.toMicros(1, videoStream.time_base());
    if (durationUs > 0 && durationUs < tickUs) {
      throw new MediaException(
          ("%s: this kind of file tells times to %.3f ms, and frames come every %.3f ms; resample"
                  + " them with --fps %d, or write an .mp4")
              .formatted(file, tickUs / 1e3, durationUs / 1e3, Ffmpeg.MICROS / tickUs));
    }
  }

  private void begin(VideoFrame first) {
    failed = true;
    size = new FrameSize(first.picture().width(), first.picture().height());
    settings = EncoderSettings.of(first, options);
    lastDurationUs = Math.round(Ffmpeg.MICROS / settings.frameRate());
    originUs = first.captureTimeUs();
    encoder = started(settings);
    videoStream = muxer.addStream();
    videoStream.time_base(micros);
    videoStream.avg_frame_rate(
        org.bytedeco.ffmpeg.global.avutil.av_d2q(settings.frameRate(), 100_000));
    encoder.describe(videoStream.codecpar());
    sound.feed().ifPresent(feed -> alignSound(feed, first.captureTimeUs()));
    muxer.begin();
    if (settings.width() != size.width() || settings.height() != size.height()) {
      notes.add(
          "padded from "
              + size
              + " to "
              + settings.width()
              + "x"
              + settings.height()
              + " by repeating the last column or row: 4:2:0 video has even sides");
    }
    failed = false;
  }

  /** Opens the sound's stream, and says where 0 is in the file. */
  private void alignSound(SoundFeed feed, long firstUs) {
    ClipTimes clip = feed.times();
    originUs = clip.originUs(firstUs);
    feed.begin(originUs, clip.startsWith(firstUs));
  }

  private void requireFollows(VideoFrame frame) {
    if (frame.captureTimeUs() <= lastTimeUs) {
      throw new IllegalArgumentException(
          "a frame at "
              + frame.captureTimeUs()
              + " us can't follow one at "
              + lastTimeUs
              + " us in "
              + file);
    }
    if (frame.picture().width() != size.width() || frame.picture().height() != size.height()) {
      throw new IllegalArgumentException(
          file + " has frames of " + size + ", found " + frame.picture());
    }
  }

  private void writeVideo(AVPacket packet) {
    av_packet_rescale_ts(packet, micros, videoStream.time_base());
    packet.stream_index(videoStream.index());
    written = true;
    muxer.write(packet);
  }

  @Override
  public String encoder() {
    return codec.name().getString();
  }

  @Override
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(sound.notes());
    sound.feed().ifPresent(feed -> all.addAll(feed.notes()));
    return List.copyOf(all);
  }

  @Override
  public void complete() {
    complete = true;
    close();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (result) {
      Optional<MediaException> failure = tried(this::finish);
      failed |= failure.isPresent();
      release();
      Optional<MediaException> second = tried(this::settle);
      if (failure.isPresent()) {
        second.ifPresent(failure.get()::addSuppressed);
        throw failure.get();
      }
      if (second.isPresent()) {
        throw second.get();
      }
    }
  }

  private static Optional<MediaException> tried(Runnable step) {
    try {
      step.run();
      return Optional.empty();
    } catch (MediaException e) {
      return Optional.of(e);
    }
  }

  /** After the file is closed. Not one frame is no result. */
  private void settle() {
    if (encoder == null) {
      return;
    }
    if (complete && !failed) {
      result.keep();
      return;
    }
    if (result.isPlayable()) {
      Path part = result.keepPart();
      if (!part.equals(file)) {
        throw new MediaException(
            "what was written until then is " + part + "; " + file + " is as it was");
      }
    }
  }

  /** After a failure the index is still written, so that what the disk holds plays. */
  private void finish() {
    if (encoder == null) {
      return;
    }
    if (!failed) {
      encoder.finish(this::writeVideo);
      long endUs = lastTimeUs + lastDurationUs;
      sound
          .feed()
          .ifPresent(feed -> feed.finish(feed.times().endsWith(endUs) ? Long.MAX_VALUE : endUs));
    }
    muxer.finish(failed);
  }

  private void release() {
    sound.feed().ifPresent(SoundFeed::close);
    if (encoder != null) {
      encoder.close();
    }
    muxer.close();
  }
}
