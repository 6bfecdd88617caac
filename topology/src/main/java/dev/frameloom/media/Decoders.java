package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.PointerPointer;

/** Starts the decoder for a video stream. */
final class Decoders {

  /** Pixels of a frame that is decoded at most, to be scaled: 1 GiB with its conversion. */
  private static final long LARGEST = 1L << 28;

  private Decoders() {}

  /**
   * A decoder that was started. The caller frees it.
   *
   * @param input what the stream is of, for messages
   */
  static AVCodecContext open(AVStream stream, int threads, MediaInput input) {
    AVCodecParameters parameters = stream.codecpar();
    requireDecodable(parameters, input);
    AVCodec codec = choose(stream);
    if (codec == null || codec.isNull()) {
      throw new MediaException(
          input + ": this build of FFmpeg has no decoder for " + name(parameters));
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, parameters);
    context.pkt_timebase(stream.time_base());
    context.thread_count(threads);
    context.max_pixels(LARGEST);
    int opened = avcodec_open2(context, codec, (PointerPointer<?>) null);
    if (opened < 0) {
      avcodec_free_context(context);
      Ffmpeg.check(opened, input + ": can't start the decoder for " + name(parameters));
    }
    return context;
  }

  private static void requireDecodable(AVCodecParameters parameters, MediaInput input) {
    long pixels = (long) parameters.width() * parameters.height();
    if (pixels > LARGEST) {
      throw new MediaException(
          "%s has frames of %dx%d pixels; no more than %d megapixels are decoded, at any --size"
              .formatted(input, parameters.width(), parameters.height(), LARGEST >> 20));
    }
  }

  /** FFmpeg's own decoders of VP8 and VP9 leave the transparency out. */
  private static AVCodec choose(AVStream stream) {
    int id = stream.codecpar().codec_id();
    AVDictionaryEntry alpha = av_dict_get(stream.metadata(), "alpha_mode", null, 0);
    boolean transparent = alpha != null && !alpha.isNull() && alpha.value().getString().equals("1");
    String library =
        switch (id) {
          case AV_CODEC_ID_VP8 -> "libvpx";
          case AV_CODEC_ID_VP9 -> "libvpx-vp9";
          default -> "";
        };
    AVCodec codec =
        transparent && !library.isEmpty() ? avcodec_find_decoder_by_name(library) : null;
    return codec == null || codec.isNull() ? avcodec_find_decoder(id) : codec;
  }

  static String name(AVCodecParameters parameters) {
    return avcodec_get_name(parameters.codec_id()).getString();
  }
}
