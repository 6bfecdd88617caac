package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOFILE;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Clips of kinds that our own sinks never write, as other people's encoders make them.
 *
 * @param encoder FFmpeg's name
 * @param format the encoder's pixel format
 * @param width in pixels
 * @param height in pixels
 * @param settings for the encoder, before it is opened
 * @param frameSettings for each frame, before it is encoded
 */
record CodedClip(
    String encoder,
    int format,
    int width,
    int height,
    Consumer<AVCodecContext> settings,
    Consumer<AVFrame> frameSettings) {

  static CodedClip of(String encoder, int format, int width, int height) {
    return new CodedClip(encoder, format, width, height, context -> {}, frame -> {});
  }

  CodedClip with(Consumer<AVCodecContext> wanted, Consumer<AVFrame> ofFrames) {
    return new CodedClip(encoder, format, width, height, wanted, ofFrames);
  }

  /**
   * Writes a clip.
   *
   * @param times of the frames, in units of the frame rate or of the encoder's time base
   * @param rgba (H, W, 4) of each frame by its index
   */
  Path write(Path file, List<Long> times, IntFunction<byte[]> rgba) {
    AVFormatContext muxer = new AVFormatContext(null);
    check(avformat_alloc_output_context2(muxer, null, null, file.toString()));
    AVCodec codec = avcodec_find_encoder_by_name(encoder);
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.width(width);
    context.height(height);
    context.pix_fmt(format);
    context.time_base().num(1).den(25);
    context.framerate().num(25).den(1);
    context.bit_rate(4_000_000);
    context.thread_count(1);
    if ((muxer.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    settings.accept(context);
    check(avcodec_open2(context, codec, (AVDictionary) null));
    AVStream stream = avformat_new_stream(muxer, null);
    check(avcodec_parameters_from_context(stream.codecpar(), context));
    stream.time_base(context.time_base());
    AVIOContext io = new AVIOContext(null);
    if ((muxer.oformat().flags() & AVFMT_NOFILE) == 0) {
      check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
      muxer.pb(io);
    }
    check(avformat_write_header(muxer, (PointerPointer<?>) null));
    for (int i = 0; i < times.size(); i++) {
      AVFrame frame = frame(rgba.apply(i));
      frame.pts(times.get(i));
      frame.duration(1);
      frameSettings.accept(frame);
      check(avcodec_send_frame(context, frame));
      av_frame_free(frame);
      drain(context, stream, muxer);
    }
    check(avcodec_send_frame(context, null));
    drain(context, stream, muxer);
    check(av_write_trailer(muxer));
    if (!io.isNull()) {
      avio_closep(io);
    }
    avcodec_free_context(context);
    avformat_free_context(muxer);
    return file;
  }

  private AVFrame frame(byte[] rgba) {
    AVFrame from = empty(AV_PIX_FMT_RGBA);
    for (int y = 0; y < height; y++) {
      from.data(0).position((long) y * from.linesize(0)).put(rgba, y * width * 4, width * 4);
    }
    if (format == AV_PIX_FMT_RGBA) {
      return from;
    }
    AVFrame to = empty(format);
    SwsContext scaler = sws_alloc_context();
    check(sws_scale_frame(scaler, to, from));
    sws_free_context(scaler);
    av_frame_free(from);
    return to;
  }

  private AVFrame empty(int pixels) {
    AVFrame frame = av_frame_alloc();
    frame.format(pixels);
    frame.width(width);
    frame.height(height);
    check(av_frame_get_buffer(frame, 0));
    return frame;
  }

  private static void drain(AVCodecContext context, AVStream stream, AVFormatContext muxer) {
    AVPacket packet = av_packet_alloc();
    while (avcodec_receive_packet(context, packet) == 0) {
      packet.duration(Math.max(1, packet.duration()));
      av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      check(av_interleaved_write_frame(muxer, packet));
    }
    av_packet_free(packet);
  }

  private static int check(int code) {
    return Ffmpeg.check(code, "the test's clip");
  }
}
