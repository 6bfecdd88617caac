package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A container file being written. Owns its format context and the open file. */
final class Muxer implements AutoCloseable {

  /** FFmpeg's {@code FF_COMPLIANCE_NORMAL}. */
  private static final int COMPLIANCE_NORMAL = 0;

  private final Path file;
  private final SinkOptions.Layout layout;
  private final AVFormatContext format = new AVFormatContext(null);
  private boolean begun;
  private boolean closed;

  /**
   * Opens the file.
   *
   * @param file its name, for messages
   * @param written where it is written
   */
  Muxer(Path file, Path written, SinkOptions.Layout layout) {
    this.file = file;
    this.layout = layout;
    String name = "file:" + written;
    // of the name: what a link leads to may have another ending, or none
    AVOutputFormat kind = av_guess_format(null, file.getFileName().toString(), null);
    if (kind == null || kind.isNull()) {
      throw new MediaException(file + ": don't know this kind of file");
    }
    Ffmpeg.check(
        avformat_alloc_output_context2(format, kind, (String) null, name),
        file + ": don't know this kind of file");
    AVIOContext io = new AVIOContext(null);
    int opened = avio_open(io, name, AVIO_FLAG_WRITE);
    if (opened < 0) {
      avformat_free_context(format);
      Ffmpeg.check(opened, file + " can't be written");
    }
    format.pb(io);
  }

  boolean wantsGlobalHeader() {
    return (format.oformat().flags() & AVFMT_GLOBALHEADER) != 0;
  }

  void requireCodec(int codecId, String encoder) {
    if (avformat_query_codec(format.oformat(), codecId, COMPLIANCE_NORMAL) == 0) {
      throw new MediaException(
          file + ": this kind of file can't hold what " + encoder + " makes; try .mkv");
    }
  }

  /** Whether FFmpeg puts such a codec into this kind of file. */
  boolean holds(int codecId) {
    return avformat_query_codec(format.oformat(), codecId, COMPLIANCE_NORMAL) == 1;
  }

  boolean holdsSound() {
    return format.oformat().audio_codec() != AV_CODEC_ID_NONE;
  }

  /** FFmpeg's name of this kind of file. */
  String container() {
    return format.oformat().name().getString();
  }

  /**
   * Whether a track can be copied, packet by packet, so that common players play it: its header is
   * written into memory to know.
   */
  boolean canCopy(AudioTrack track) {
    int codec = track.parameters().codec_id();
    if (!holds(codec) || !SoundFormats.playsIn(container(), codec)) {
      return false;
    }
    AVFormatContext trial = new AVFormatContext(null);
    avformat_alloc_output_context2(trial, format.oformat(), (String) null, "");
    AVIOContext memory = new AVIOContext(null);
    avio_open_dyn_buf(memory);
    trial.pb(memory);
    copyOf(trial, track.stream());
    int written = avformat_write_header(trial, (AVDictionary) null);
    BytePointer bytes = new BytePointer((Pointer) null);
    avio_close_dyn_buf(memory, bytes);
    av_free(bytes);
    trial.pb(null);
    avformat_free_context(trial);
    FfmpegLog.takeLast();
    return written >= 0;
  }

  AVStream addStream() {
    return avformat_new_stream(format, null);
  }

  /** A stream for what is made of another: with its language, title and role. */
  AVStream addStreamLike(AVStream other) {
    return like(format, other);
  }

  /** A stream for the packets of another as they are. */
  AVStream addCopy(AVStream other) {
    return copyOf(format, other);
  }

  private AVStream copyOf(AVFormatContext context, AVStream other) {
    AVStream stream = like(context, other);
    Ffmpeg.check(avcodec_parameters_copy(stream.codecpar(), other.codecpar()), file + ": sound");
    // tags differ between kinds of files: let the muxer choose
    stream.codecpar().codec_tag(0);
    stream.time_base(other.time_base());
    return stream;
  }

  private static AVStream like(AVFormatContext context, AVStream other) {
    AVStream stream = avformat_new_stream(context, null);
    stream.disposition(other.disposition());
    AVDictionary metadata = new AVDictionary(null);
    boolean mov = context.oformat().name().getString().equals("mov");
    for (String key : List.of("language", "title")) {
      TrackChoice.tag(other, key)
          .map(value -> key.equals("language") && mov ? Languages.quickTime(value) : value)
          .ifPresent(value -> av_dict_set(metadata, key, value, 0));
    }
    stream.metadata(metadata);
    return stream;
  }

  /** Writes the header; the muxer may change the streams' time bases. */
  void begin() {
    AVDictionary options = new AVDictionary(null);
    String kind = format.oformat().name().getString();
    if (kind.equals("mp4") || kind.equals("mov") || kind.equals("ipod")) {
      av_dict_set(options, "movflags", movieFlags(), 0);
      // where sound or pictures begin late is written in this unit; a millisecond is too coarse
      av_dict_set(options, "movie_timescale", Integer.toString(Ffmpeg.MICROS), 0);
    }
    int written = avformat_write_header(format, options);
    av_dict_free(options);
    Ffmpeg.check(written, file + " can't be begun");
    begun = true;
  }

  private String movieFlags() {
    return switch (layout) {
      case FAST_START -> "+faststart";
      case FRAGMENTED -> "+hybrid_fragmented+frag_keyframe";
      case STREAMED -> "+frag_keyframe+empty_moov+delay_moov+default_base_moof";
    };
  }

  /** Writes a packet whose times are in its stream's time base, in the order of all streams. */
  void write(AVPacket packet) {
    Ffmpeg.check(av_interleaved_write_frame(format, packet), file + " can't be written");
    Ffmpeg.check(format.pb().error(), file + " can't be written");
  }

  /**
   * Writes the index.
   *
   * @param quietly whether a failure was reported already, and another adds nothing
   */
  void finish(boolean quietly) {
    if (!begun) {
      return;
    }
    int written = av_write_trailer(format);
    avio_flush(format.pb());
    int error = format.pb().error();
    if (!quietly) {
      Ffmpeg.check(written, file + " can't be finished");
      Ffmpeg.check(error, file + " can't be finished");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avio_closep(format.pb());
      avformat_free_context(format);
    }
  }

  /** Its name, for messages. */
  @Override
  public String toString() {
    return file.toString();
  }
}
