package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A container being read: a file, or a network address whose silence ends in an error. Owns its
 * format context.
 */
final class MediaInput implements AutoCloseable {

  /** Text demultiplexers: FFmpeg would draw any .txt file as terminal art and call it a video. */
  private static final Set<String> NOT_VIDEO = Set.of("tty", "bin", "xbin", "adf", "idf");

  private final String location;
  private final Map<String, String> options;
  private final SilenceLimit silence;
  private final boolean pipe;
  private AVFormatContext format;

  private MediaInput(
      String location, Map<String, String> options, SilenceLimit silence, boolean pipe) {
    this.location = location;
    this.options = options;
    this.silence = silence;
    this.pipe = pipe;
    FfmpegLog.quiet();
  }

  /** A file, which must be there and hold something. */
  static MediaInput file(Path file) {
    try {
      if (!Files.exists(file)) {
        throw new MediaException(file + ": there is no such file");
      }
      if (Files.isDirectory(file)) {
        throw new MediaException(file + " is a folder, expected a video file");
      }
      if (!Files.isReadable(file)) {
        throw new MediaException(file + " can't be read: permission denied");
      }
      if (Files.size(file) == 0) {
        throw new MediaException(file + " is empty (0 bytes)");
      }
    } catch (IOException e) {
      throw new MediaException(file + " can't be read: " + e.getMessage(), e);
    }
    // the prefix keeps FFmpeg from reading a colon in a file's name as a protocol, and the option
    // from reading %d, ? and { in a picture's as a pattern
    return new MediaInput("file:" + file, Map.of("pattern_type", "none"), null, false);
  }

  /** A pipe, by FFmpeg's name for it: it is opened once, and read to its end. */
  static MediaInput pipe(String url) {
    return new MediaInput(url, Map.of(), null, true);
  }

  /** A network address of any protocol that FFmpeg speaks. */
  static MediaInput network(String url) {
    avformat_network_init();
    return new MediaInput(url, NetworkOptions.of(url), new SilenceLimit(), false);
  }

  /** Opens the container and looks at its streams. The context belongs to this object. */
  AVFormatContext open() {
    AVFormatContext context = avformat_alloc_context();
    if (silence != null) {
      context.interrupt_callback().callback(silence);
    }
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((name, value) -> av_dict_set(dictionary, name, value, 0));
    expectData();
    // on failure the call frees the context itself
    int opened = avformat_open_input(context, location, null, dictionary);
    av_dict_free(dictionary);
    if (opened < 0) {
      throw new MediaException(
          this + " can't be opened as a video: " + explain(Ffmpeg.reason(opened)) + advice());
    }
    format = context;
    String container = context.iformat().name().getString();
    if (NOT_VIDEO.contains(container)) {
      throw new MediaException(this + " is not a video: it looks like text");
    }
    expectData();
    Ffmpeg.check(
        avformat_find_stream_info(context, (PointerPointer<?>) null),
        this + ": can't find its streams");
    return context;
  }

  /** The video stream; all others are skipped when reading. */
  AVStream videoStream() {
    int index = bestStream(AVMEDIA_TYPE_VIDEO);
    if (index < 0 || isCover(format.streams(index))) {
      String found = bestStream(AVMEDIA_TYPE_AUDIO) >= 0 ? "only sound" : "no video stream";
      throw new MediaException(this + " is not a video: it holds " + found);
    }
    return readOnly(index);
  }

  int bestStream(int mediaType) {
    return av_find_best_stream(format, mediaType, -1, -1, (AVCodec) null, 0);
  }

  /** Skips every stream but this one when reading. */
  AVStream readOnly(int index) {
    for (int i = 0; i < format.nb_streams(); i++) {
      if (i != index) {
        format.streams(i).discard(AVDISCARD_ALL);
      }
    }
    return format.streams(index);
  }

  static boolean isCover(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  /** Starts the time in which the network must answer. */
  void expectData() {
    if (silence != null) {
      silence.restart();
    }
  }

  /** What to do where nothing can be read though something is there; empty, or in parentheses. */
  String advice() {
    return pipe
        ? " (a pipe can't be sought in: .mkv and .ts can be sent through one, and .mp4 or .mov"
            + " whose index comes first or that are fragmented)"
        : "";
  }

  boolean isNetwork() {
    return silence != null;
  }

  /** Whether it has no end that is known, so that it can't be read again. */
  boolean live() {
    return isNetwork() && format.duration() <= 0;
  }

  /** A failure's reason, or that nothing came for too long. */
  String explain(String reason) {
    return silence != null && silence.isOver()
        ? "nothing arrived for " + SilenceLimit.SECONDS + " s"
        : reason;
  }

  @Override
  public void close() {
    if (format != null) {
      avformat_close_input(format);
      format = null;
    }
    if (silence != null) {
      silence.close();
    }
  }

  @Override
  public String toString() {
    if (location.startsWith("pipe:")) {
      return "standard input";
    }
    return location.startsWith("file:")
        ? location.substring("file:".length())
        : NetworkOptions.withoutPassword(location);
  }
}
