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
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** A rising tone as AAC in an .m4a file: sound whose packets all differ. */
public final class Tone {

  private static final int RATE = 44_100;

  private Tone() {}

  /** Writes a tone of about so many seconds. */
  public static Path write(Path file, double seconds) {
    AVCodec codec = avcodec_find_encoder_by_name("aac");
    AVCodecContext encoder = avcodec_alloc_context3(codec);
    encoder.sample_fmt(AV_SAMPLE_FMT_FLTP);
    encoder.sample_rate(RATE);
    av_channel_layout_default(encoder.ch_layout(), 1);
    encoder.bit_rate(64_000);
    encoder.time_base().num(1).den(RATE);
    encoder.flags(AV_CODEC_FLAG_GLOBAL_HEADER);
    Ffmpeg.check(avcodec_open2(encoder, codec, (PointerPointer<?>) null), "aac");
    AVFrame frame = av_frame_alloc();
    AVPacket packet = av_packet_alloc();
    try (Muxer muxer = new Muxer(file, file, SinkOptions.Layout.FAST_START)) {
      AVStream stream = muxer.addStream();
      stream.time_base(encoder.time_base());
      avcodec_parameters_from_context(stream.codecpar(), encoder);
      muxer.begin();
      frame.format(AV_SAMPLE_FMT_FLTP);
      frame.nb_samples(encoder.frame_size());
      frame.sample_rate(RATE);
      frame.ch_layout(encoder.ch_layout());
      av_frame_get_buffer(frame, 0);
      for (long at = 0; at < seconds * RATE; at += frame.nb_samples()) {
        av_frame_make_writable(frame);
        FloatPointer samples = new FloatPointer(frame.data(0));
        for (int i = 0; i < frame.nb_samples(); i++) {
          double time = (double) (at + i) / RATE;
          samples.put(i, (float) (0.5 * Math.sin(2 * Math.PI * time * (300 + 200 * time))));
        }
        frame.pts(at);
        avcodec_send_frame(encoder, frame);
        drain(encoder, packet, stream, muxer);
      }
      avcodec_send_frame(encoder, null);
      drain(encoder, packet, stream, muxer);
      muxer.finish(/* quietly= */ false);
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(encoder);
    }
    return file;
  }

  private static void drain(AVCodecContext encoder, AVPacket packet, AVStream stream, Muxer muxer) {
    while (avcodec_receive_packet(encoder, packet) >= 0) {
      av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      muxer.write(packet);
    }
  }
}
