package dev.frameloom.media;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_DISCARD_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** The video stream of a file or of a network address, demultiplexed and decoded. */
final class DecodedStream implements RawFrames {

  private static final int DECODER_THREADS =
      Math.min(4, Runtime.getRuntime().availableProcessors());

  private final MediaInput input;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVRational timeBase;
  private final DisplayMatrix displayed;
  private final AVCodecContext decoder;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final List<String> warnings = new ArrayList<>();

  private long packets;
  private long decoded;
  private long damaged;
  private long tilted;
  private long nextTimeUs;
  private boolean finished;
  private boolean closed;

  DecodedStream(MediaInput input) {
    this(input, DECODER_THREADS);
  }

  /** With so many threads: with one, what FFmpeg says of a frame is said on the caller's. */
  DecodedStream(MediaInput input, int threads) {
    this.input = input;
    try {
      this.format = input.open();
      if (input.isNetwork()) {
        // in a file, what is marked so may be whole: the last frame before a cut of a recording
        format.flags(format.flags() | AVFMT_FLAG_DISCARD_CORRUPT);
      }
      this.stream = input.videoStream();
      this.timeBase = stream.time_base();
      this.displayed = streamMatrix();
      this.decoder = Decoders.open(stream, threads, input);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  @Override
  public Optional<RawFrame> next() {
    while (!finished) {
      av_frame_unref(frame);
      int received = avcodec_receive_frame(decoder, frame);
      if (received == 0) {
        decoded++;
        return Optional.of(timed());
      }
      if (received == AVERROR_EOF()) {
        finish();
      } else if (received == Ffmpeg.AGAIN) {
        feed();
      } else {
        damaged++;
      }
    }
    return Optional.empty();
  }

  private void feed() {
    av_packet_unref(packet);
    input.expectData();
    int read = av_read_frame(format, packet);
    if (read < 0) {
      ended(read);
      avcodec_send_packet(decoder, null);
    } else if (packet.stream_index() == stream.index()) {
      packets++;
      if (avcodec_send_packet(decoder, packet) < 0) {
        damaged++;
      }
    }
  }

  private void ended(int code) {
    if (code == AVERROR_EOF()) {
      return;
    }
    String reason = Ffmpeg.reason(code);
    if (input.isNetwork()) {
      throw new MediaException(
          input + " failed after " + decoded + " frames: " + input.explain(reason));
    }
    warnings.add("reading stopped early: " + reason);
  }

  private RawFrame timed() {
    long time = frame.best_effort_timestamp();
    long timeUs = time == Ffmpeg.NO_TIME ? nextTimeUs : Ffmpeg.toMicros(time, timeBase);
    long durationUs = durationUs();
    nextTimeUs = timeUs + Math.max(1, durationUs > 0 ? durationUs : nominalUs());
    if (frame.sample_aspect_ratio().num() == 0) {
      frame.sample_aspect_ratio(av_guess_sample_aspect_ratio(format, stream, frame));
    }
    DisplayMatrix matrix = frameMatrix();
    if (!matrix.exact()) {
      tilted++;
    }
    return new RawFrame(frame, timeUs, durationUs, matrix.orientation());
  }

  /**
   * What the frame's packet says, which is how long it took until the next packet: in a stream
   * whose packets are in another order than its frames, that is no frame's duration.
   */
  private long durationUs() {
    return decoder.has_b_frames() > 0
        ? 0
        : Math.max(0, Ffmpeg.toMicros(frame.duration(), timeBase));
  }

  private long nominalUs() {
    return frameRate() > 0 ? Math.round(Ffmpeg.MICROS / frameRate()) : 0;
  }

  private void finish() {
    finished = true;
    if (stream.nb_frames() > packets) {
      warnings.add(
          "truncated: the file announces "
              + stream.nb_frames()
              + " frames, and ends after "
              + decoded);
    }
  }

  @Override
  public String codec() {
    return Decoders.name(stream.codecpar());
  }

  @Override
  public double frameRate() {
    AVRational rate = av_guess_frame_rate(format, stream, null);
    return rate.num() <= 0 || rate.den() <= 0 ? 0 : av_q2d(rate);
  }

  @Override
  public long frameCount() {
    if (stream.nb_frames() > 0) {
      return stream.nb_frames();
    }
    long duration = format.duration();
    return duration > 0 ? Math.round(duration * frameRate() / Ffmpeg.MICROS) : 0;
  }

  @Override
  public OptionalLong endUs() {
    boolean whole = stream.nb_frames() == 0 || packets >= stream.nb_frames();
    return whole && stream.duration() > 0
        ? OptionalLong.of(
            Ffmpeg.toMicros(Math.max(0, stream.start_time()) + stream.duration(), timeBase))
        : OptionalLong.empty();
  }

  private DisplayMatrix streamMatrix() {
    AVCodecParameters parameters = stream.codecpar();
    AVPacketSideData matrix =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    return matrix == null || matrix.isNull() ? DisplayMatrix.NONE : DisplayMatrix.of(matrix.data());
  }

  /** A frame's own matrix, as H.264 can have one, goes before the container's. */
  private DisplayMatrix frameMatrix() {
    AVFrameSideData matrix = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return matrix == null || matrix.isNull() ? displayed : DisplayMatrix.of(matrix.data());
  }

  @Override
  public boolean live() {
    return input.live();
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (damaged > 0) {
      all.add(damaged + " damaged packets were left out");
    }
    if (tilted > 0) {
      all.add(
          tilted
              + " frames are to be shown at an angle that is no quarter turn; they were turned by"
              + " the nearest one");
    }
    if (finished && decoded == 0 && !input.advice().isEmpty()) {
      all.add(input.advice().strip());
    }
    return List.copyOf(all);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avcodec_free_context(decoder);
      release();
    }
  }

  private void release() {
    av_frame_free(frame);
    av_packet_free(packet);
    input.close();
  }
}
