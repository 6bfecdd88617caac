package dev.frameloom.media;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_DISCARD_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** The video stream of a file or of a network address, demultiplexed and decoded. */
final class DecodedStream implements RawFrames {

  private static final int DECODER_THREADS =
      Math.min(4, Runtime.getRuntime().availableProcessors());

  private final MediaInput input;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVRational timeBase;
  private final AVCodecContext decoder;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final List<String> warnings = new ArrayList<>();

  private long packets;
  private long decoded;
  private long damaged;
  private long nextTimeUs;
  private boolean finished;
  private boolean closed;

  DecodedStream(MediaInput input) {
    this.input = input;
    try {
      this.format = input.open();
      format.flags(format.flags() | AVFMT_FLAG_DISCARD_CORRUPT);
      this.stream = input.videoStream();
      this.timeBase = stream.time_base();
      this.decoder = openDecoder(stream.codecpar());
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  private AVCodecContext openDecoder(AVCodecParameters parameters) {
    AVCodec codec = avcodec_find_decoder(parameters.codec_id());
    if (codec == null || codec.isNull()) {
      throw new MediaException(
          input + ": this build of FFmpeg has no decoder for " + name(parameters));
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, parameters);
    context.pkt_timebase(timeBase);
    context.thread_count(DECODER_THREADS);
    int opened = avcodec_open2(context, codec, (PointerPointer<?>) null);
    if (opened < 0) {
      avcodec_free_context(context);
      Ffmpeg.check(opened, input + ": can't start the decoder for " + name(parameters));
    }
    return context;
  }

  private static String name(AVCodecParameters parameters) {
    return avcodec_get_name(parameters.codec_id()).getString();
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
    long durationUs = Math.max(0, Ffmpeg.toMicros(frame.duration(), timeBase));
    if (durationUs == 0 && frameRate() > 0) {
      durationUs = Math.round(Ffmpeg.MICROS / frameRate());
    }
    nextTimeUs = timeUs + Math.max(1, durationUs);
    if (frame.sample_aspect_ratio().num() == 0) {
      frame.sample_aspect_ratio(av_guess_sample_aspect_ratio(format, stream, frame));
    }
    return new RawFrame(frame, timeUs, durationUs);
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
    return name(stream.codecpar());
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
  public int quarterTurns() {
    AVCodecParameters parameters = stream.codecpar();
    AVPacketSideData matrix =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull()) {
      return 0;
    }
    // FFmpeg gives the angle by which the picture is to be turned counterclockwise
    double angle = av_display_rotation_get(new IntPointer(matrix.data()));
    return Double.isNaN(angle) ? 0 : Math.floorMod(Math.round(-angle / 90), 4);
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
