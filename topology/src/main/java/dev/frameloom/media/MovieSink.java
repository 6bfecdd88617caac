package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * A video file: encoded frames with their own times, beside copied sound. Times in the file are
 * capture times less the first one (see {@link ClipTimes#originUs}), exact to the microsecond in
 * MP4 and MOV, to the millisecond in Matroska and WebM, which know no finer.
 */
final class MovieSink implements VideoSink {

  private final Path file;
  private final SinkOptions options;
  private final AVCodec codec;
  private final AVRational micros = new AVRational().num(1).den(Ffmpeg.MICROS);
  private final List<String> notes = new ArrayList<>();
  private final Muxer muxer;
  private Optional<AudioTrack> audio = Optional.empty();

  private VideoEncoder encoder;
  private AVStream videoStream;
  private AVStream audioStream;
  private FrameSize size;
  private boolean wholeStart;
  private long originUs;
  private long lastTimeUs;
  private long lastDurationUs;
  private boolean failed;
  private boolean closed;

  MovieSink(Path file, SinkOptions options) {
    this.file = file;
    this.options = options;
    FfmpegLog.quiet();
    this.codec = Encoders.choose(file, options.encoder());
    this.muxer = new Muxer(file, options.layout());
    try {
      muxer.requireCodec(codec.id(), codec.name().getString());
      audio = options.audioFrom().flatMap(AudioTrack::open);
      audio.ifPresent(track -> muxer.requireAudio(track.parameters().codec_id()));
    } catch (RuntimeException e) {
      release();
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
    copySound(lastTimeUs);
    encoder.encode(frame.picture(), lastTimeUs - originUs, lastDurationUs, this::writeVideo);
    failed = false;
  }

  private void begin(VideoFrame first) {
    failed = true;
    size = new FrameSize(first.picture().width(), first.picture().height());
    EncoderSettings settings = EncoderSettings.of(first, options);
    lastDurationUs = Math.round(Ffmpeg.MICROS / settings.frameRate());
    originUs = first.captureTimeUs();
    audio.ifPresent(track -> alignSound(track.times(), first.captureTimeUs()));
    encoder = new VideoEncoder(codec, settings, muxer.wantsGlobalHeader());
    videoStream = muxer.addStream();
    videoStream.time_base(micros);
    videoStream.avg_frame_rate(
        org.bytedeco.ffmpeg.global.avutil.av_d2q(settings.frameRate(), 100_000));
    encoder.describe(videoStream.codecpar());
    audio.ifPresent(track -> audioStream = muxer.addCopy(track.parameters(), track.timeBase()));
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

  private void alignSound(ClipTimes clip, long firstUs) {
    wholeStart = clip.startsWith(firstUs);
    originUs = clip.originUs(firstUs);
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
    muxer.write(packet);
  }

  /** Copies the sound's packets that begin before a time of the clip. */
  private void copySound(long untilUs) {
    audio.ifPresent(
        track -> {
          while (track.peek() != null && track.timeUs() < untilUs) {
            if (wholeStart || track.timeUs() >= originUs) {
              writeSound(track);
            }
            track.take();
          }
        });
  }

  private void writeSound(AudioTrack track) {
    AVPacket packet = track.peek();
    long shift = av_rescale_q(originUs, micros, track.timeBase());
    if (packet.pts() != Ffmpeg.NO_TIME) {
      packet.pts(packet.pts() - shift);
    }
    if (packet.dts() != Ffmpeg.NO_TIME) {
      packet.dts(packet.dts() - shift);
    }
    av_packet_rescale_ts(packet, track.timeBase(), audioStream.time_base());
    packet.stream_index(audioStream.index());
    packet.pos(-1);
    muxer.write(packet);
  }

  @Override
  public String encoder() {
    return codec.name().getString();
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (encoder != null) {
        finish();
      }
    } finally {
      release();
    }
  }

  /** After a failure the index is still written, so that what the disk holds plays. */
  private void finish() {
    if (!failed) {
      encoder.finish(this::writeVideo);
      long endUs = lastTimeUs + lastDurationUs;
      boolean wholeEnd = audio.isPresent() && audio.get().times().endsWith(endUs);
      copySound(wholeEnd ? Long.MAX_VALUE : endUs);
    }
    muxer.finish(failed);
  }

  private void release() {
    audio.ifPresent(AudioTrack::close);
    if (encoder != null) {
      encoder.close();
    }
    muxer.close();
  }
}
