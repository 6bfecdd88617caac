package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CONFIG_PIX_FORMAT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_supported_config;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_d2q;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_count;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.frameloom.image.Picture;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Pictures to packets of a video codec, in BT.709. Times are microseconds; packets get back the
 * exact time and duration of their frame, whatever the encoder does to them.
 */
final class VideoEncoder implements AutoCloseable {

  private static final int THREADS = Math.min(8, Runtime.getRuntime().availableProcessors());

  private final String name;
  private final AVCodecContext context;
  private final YuvConverter converter;
  private final AVPacket packet = av_packet_alloc();
  private final Map<Long, Long> durations = new HashMap<>();

  /**
   * Starts the encoder.
   *
   * @param globalHeader whether the container wants the codec's parameters once, in its header
   */
  VideoEncoder(AVCodec codec, EncoderSettings settings, boolean globalHeader) {
    this.name = codec.name().getString();
    this.context = avcodec_alloc_context3(codec);
    context.width(settings.width());
    context.height(settings.height());
    context.pix_fmt(pixelFormat(codec));
    context.time_base().num(1).den(Ffmpeg.MICROS);
    context.framerate(av_d2q(settings.frameRate(), 100_000));
    context.gop_size((int) Math.max(1, Math.round(2 * settings.frameRate())));
    context.bit_rate(settings.bitRate());
    context.thread_count(THREADS);
    context.colorspace(AVCOL_SPC_BT709);
    context.color_primaries(AVCOL_PRI_BT709);
    context.color_trc(AVCOL_TRC_BT709);
    context.color_range(AVCOL_RANGE_MPEG);
    if (globalHeader) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    try {
      open(codec);
      this.converter = new YuvConverter(settings.width(), settings.height(), context.pix_fmt());
    } catch (RuntimeException e) {
      avcodec_free_context(context);
      av_packet_free(packet);
      throw e;
    }
  }

  private void open(AVCodec codec) {
    AVDictionary options = new AVDictionary(null);
    privateOptions().forEach((key, value) -> av_dict_set(options, key, value, 0));
    int opened = avcodec_open2(context, codec, options);
    int refused = av_dict_count(options);
    av_dict_free(options);
    Ffmpeg.check(
        opened,
        "the encoder "
            + name
            + " can't be started for "
            + context.width()
            + "x"
            + context.height());
    if (refused > 0) {
      throw new IllegalStateException(name + " does not know an option of " + privateOptions());
    }
  }

  private Map<String, String> privateOptions() {
    return switch (name) {
      case "libopenh264" -> Map.of("rc_mode", "bitrate", "allow_skip_frames", "0");
      case "libvpx-vp9" -> Map.of("deadline", "realtime", "cpu-used", "6", "row-mt", "1");
      case "libsvtav1" -> Map.of("preset", "8");
      default -> Map.of();
    };
  }

  /** 4:2:0, which everything plays, or what else the encoder takes. */
  private static int pixelFormat(AVCodec codec) {
    try (PointerPointer<IntPointer> formats = new PointerPointer<>(1);
        IntPointer count = new IntPointer(1)) {
      avcodec_get_supported_config(null, codec, AV_CODEC_CONFIG_PIX_FORMAT, 0, formats, count);
      IntPointer list = formats.get(IntPointer.class);
      for (int i = 0; list != null && i < count.get(); i++) {
        if (list.get(i) == AV_PIX_FMT_YUV420P) {
          return AV_PIX_FMT_YUV420P;
        }
      }
      return list == null || count.get() == 0 ? AV_PIX_FMT_YUV420P : list.get(0);
    }
  }

  void describe(AVCodecParameters parameters) {
    avcodec_parameters_from_context(parameters, context);
  }

  /** Encodes a picture, and hands over the packets that are ready. They hold during the call. */
  void encode(Picture picture, long timeUs, long durationUs, Consumer<AVPacket> packets) {
    durations.put(timeUs, durationUs);
    Ffmpeg.check(
        avcodec_send_frame(context, converter.convert(picture, timeUs, durationUs)),
        name + " can't encode a frame");
    drain(packets);
  }

  /** Hands over what the encoder holds back. Nothing can be encoded afterwards. */
  void finish(Consumer<AVPacket> packets) {
    Ffmpeg.check(avcodec_send_frame(context, null), name + " can't finish");
    drain(packets);
  }

  private void drain(Consumer<AVPacket> packets) {
    while (true) {
      int received = avcodec_receive_packet(context, packet);
      if (received == Ffmpeg.AGAIN || received == AVERROR_EOF()) {
        return;
      }
      Ffmpeg.check(received, name + " can't encode a frame");
      Long duration = durations.remove(packet.pts());
      if (duration != null) {
        packet.duration(duration);
      }
      packets.accept(packet);
    }
  }

  @Override
  public void close() {
    converter.close();
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
