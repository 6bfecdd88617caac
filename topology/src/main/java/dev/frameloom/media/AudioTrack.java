package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** The packets of a clip's sound, as they are, and what is known of the clip's times. */
final class AudioTrack implements AutoCloseable {

  private final MediaInput input;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVPacket packet;
  private final ClipTimes times;
  private boolean loaded;
  private Optional<String> failure = Optional.empty();

  /** Takes the input over. */
  AudioTrack(MediaInput input, AVFormatContext format, int index) {
    this.input = input;
    this.format = format;
    this.times = clipTimes(input, format, index);
    this.stream = input.readOnly(index);
    this.packet = av_packet_alloc();
  }

  /** The sound that players take of a clip, or empty if it has none. */
  static Optional<AudioTrack> open(Path clip) {
    return FoundSound.in(new ClipSound(clip.toString(), SoundWish.usual())).track();
  }

  private static ClipTimes clipTimes(MediaInput input, AVFormatContext format, int audio) {
    long audioStartUs = startUs(format.streams(audio));
    int video = input.bestStream(AVMEDIA_TYPE_VIDEO);
    if (video < 0 || MediaInput.isCover(format.streams(video))) {
      return ClipTimes.soundOnly(audioStartUs);
    }
    AVStream pictures = format.streams(video);
    long startUs = startUs(pictures);
    long durationUs =
        pictures.duration() > 0
            ? Ffmpeg.toMicros(pictures.duration(), pictures.time_base())
            : Math.max(0, format.duration());
    return new ClipTimes(audioStartUs, startUs, startUs + durationUs);
  }

  private static long startUs(AVStream stream) {
    long start = stream.start_time();
    return start == Ffmpeg.NO_TIME ? 0 : Ffmpeg.toMicros(start, stream.time_base());
  }

  ClipTimes times() {
    return times;
  }

  AVStream stream() {
    return stream;
  }

  AVCodecParameters parameters() {
    return stream.codecpar();
  }

  AVRational timeBase() {
    return stream.time_base();
  }

  /** The next packet without taking it, valid until {@link #take}; null at the end. */
  AVPacket peek() {
    while (!loaded) {
      input.expectData();
      int read = av_read_frame(format, packet);
      if (read < 0) {
        failure = read == AVERROR_EOF() ? failure : Optional.of(Ffmpeg.reason(read));
        return null;
      }
      loaded = packet.stream_index() == stream.index();
      if (!loaded) {
        av_packet_unref(packet);
      }
    }
    return packet;
  }

  /** When the peeked packet is heard, microseconds. */
  long timeUs() {
    long time = packet.pts() == Ffmpeg.NO_TIME ? packet.dts() : packet.pts();
    return Ffmpeg.toMicros(time, stream.time_base());
  }

  /** Why reading stopped before the end. */
  Optional<String> failure() {
    return failure;
  }

  /** Done with the peeked packet. */
  void take() {
    av_packet_unref(packet);
    loaded = false;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    input.close();
  }
}
