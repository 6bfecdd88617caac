package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** A rising tone: sound whose packets all differ, and that is found again at one place only. */
public final class Tone {

  private static final int BLOCK = 1024;

  private Tone() {}

  /** Writes a tone of about so many seconds as AAC. */
  public static Path write(Path file, double seconds) {
    return write(file, seconds, "aac", 44_100, 1);
  }

  /** Writes a tone in German. */
  static Path write(Path file, double seconds, String codec, int rate, int channels) {
    try (Muxer muxer = new Muxer(file, file, SinkOptions.Layout.FAST_START);
        SoundEncoder encoder =
            new SoundEncoder(
                avcodec_find_encoder_by_name(codec), rate, channels, muxer.wantsGlobalHeader())) {
      AVStream stream = muxer.addStream();
      stream.time_base(encoder.context().time_base());
      avcodec_parameters_from_context(stream.codecpar(), encoder.context());
      AVDictionary language = new AVDictionary(null);
      av_dict_set(language, "language", file.toString().endsWith(".mov") ? "ger" : "deu", 0);
      stream.metadata(language);
      muxer.begin();
      AVFrame frame = av_frame_alloc();
      SampleGraph graph = null;
      for (long at = 0; at < seconds * rate; at += BLOCK) {
        fill(frame, at, rate, channels);
        if (graph == null) {
          graph = new SampleGraph(frame, encoder.context());
        }
        graph.convert(
            frame, block -> encoder.encode(block, it -> write(muxer, stream, encoder, it)));
      }
      graph.convert(null, block -> encoder.encode(block, it -> write(muxer, stream, encoder, it)));
      graph.close();
      encoder.encode(null, packet -> write(muxer, stream, encoder, packet));
      av_frame_free(frame);
      muxer.finish(/* quietly= */ false);
    }
    return file;
  }

  private static void fill(AVFrame frame, long at, int rate, int channels) {
    frame.format(AV_SAMPLE_FMT_FLTP);
    frame.nb_samples(BLOCK);
    frame.sample_rate(rate);
    av_channel_layout_default(frame.ch_layout(), channels);
    frame.pts(at * Ffmpeg.MICROS / rate);
    av_frame_get_buffer(frame, 0);
    for (int channel = 0; channel < channels; channel++) {
      FloatPointer samples = new FloatPointer(frame.data(channel));
      for (int i = 0; i < BLOCK; i++) {
        double time = (double) (at + i) / rate;
        samples.put(i, (float) (0.3 * Math.sin(2 * Math.PI * time * (300 + 200 * time))));
      }
    }
  }

  private static void write(Muxer muxer, AVStream stream, SoundEncoder encoder, AVPacket packet) {
    av_packet_rescale_ts(packet, encoder.context().time_base(), stream.time_base());
    packet.stream_index(stream.index());
    muxer.write(packet);
  }
}
