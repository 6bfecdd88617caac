package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CONFIG_SAMPLE_FORMAT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CONFIG_SAMPLE_RATE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_supported_config;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Samples to packets of a sound codec. Times are samples. */
final class SoundEncoder implements AutoCloseable {

  /** Transparent for what people listen to. */
  private static final long BITS_PER_CHANNEL = 96_000;

  private final String name;
  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();

  /**
   * Starts an encoder at the nearest rate that it has.
   *
   * @param globalHeader whether the container wants the codec's parameters once, in its header
   */
  SoundEncoder(AVCodec codec, int sampleRate, int channels, boolean globalHeader) {
    this.name = codec.name().getString();
    this.context = avcodec_alloc_context3(codec);
    context.sample_fmt(firstFormat(codec));
    context.sample_rate(nearestRate(codec, sampleRate));
    av_channel_layout_default(context.ch_layout(), channels);
    context.bit_rate(BITS_PER_CHANNEL * channels);
    context.time_base().num(1).den(context.sample_rate());
    if (globalHeader) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    int opened = avcodec_open2(context, codec, (PointerPointer<?>) null);
    if (opened < 0) {
      close();
      Ffmpeg.check(
          opened,
          name + " can't be started for " + channels + " channels of " + sampleRate + " Hz");
    }
  }

  private static int firstFormat(AVCodec codec) {
    try (PointerPointer<IntPointer> values = new PointerPointer<>(1);
        IntPointer count = new IntPointer(1)) {
      avcodec_get_supported_config(null, codec, AV_CODEC_CONFIG_SAMPLE_FORMAT, 0, values, count);
      return values.get(IntPointer.class).get(0);
    }
  }

  /** The rate itself, or the next higher that there is, or else the highest. */
  private static int nearestRate(AVCodec codec, int wanted) {
    try (PointerPointer<IntPointer> values = new PointerPointer<>(1);
        IntPointer count = new IntPointer(1)) {
      avcodec_get_supported_config(null, codec, AV_CODEC_CONFIG_SAMPLE_RATE, 0, values, count);
      IntPointer rates = values.get(IntPointer.class);
      if (rates == null || count.get() == 0) {
        return wanted;
      }
      int above = Integer.MAX_VALUE;
      int highest = 0;
      for (int i = 0; i < count.get(); i++) {
        int rate = rates.get(i);
        highest = Math.max(highest, rate);
        above = rate >= wanted ? Math.min(above, rate) : above;
      }
      return above == Integer.MAX_VALUE ? highest : above;
    }
  }

  AVCodecContext context() {
    return context;
  }

  /** Encodes samples, or with null what is held back; hands over packets that hold meanwhile. */
  void encode(AVFrame samples, Consumer<AVPacket> packets) {
    Ffmpeg.check(avcodec_send_frame(context, samples), name + " can't encode the sound");
    while (true) {
      int received = avcodec_receive_packet(context, packet);
      if (received == Ffmpeg.AGAIN || received == AVERROR_EOF()) {
        return;
      }
      Ffmpeg.check(received, name + " can't encode the sound");
      packets.accept(packet);
    }
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
