package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** A container file being written. Owns its format context and the open file. */
final class Muxer implements AutoCloseable {

  /** FFmpeg's {@code FF_COMPLIANCE_NORMAL}. */
  private static final int COMPLIANCE_NORMAL = 0;

  private final Path file;
  private final SinkOptions.Layout layout;
  private final AVFormatContext format = new AVFormatContext(null);
  private boolean begun;
  private boolean closed;

  /** Creates the file, so that a folder that can't be written fails now. */
  Muxer(Path file, SinkOptions.Layout layout) {
    this.file = file;
    this.layout = layout;
    OutputFiles.requireWritable(file);
    String name = "file:" + file;
    Ffmpeg.check(
        avformat_alloc_output_context2(format, null, null, name),
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

  void requireAudio(int codecId) {
    if (avformat_query_codec(format.oformat(), codecId, COMPLIANCE_NORMAL) == 0) {
      throw new MediaException(
          file
              + ": this kind of file can't hold the clip's "
              + avcodec_get_name(codecId).getString()
              + " sound as it is; write an .mkv, or leave the sound out");
    }
  }

  AVStream addStream() {
    return avformat_new_stream(format, null);
  }

  AVStream addCopy(AVCodecParameters parameters, AVRational timeBase) {
    AVStream stream = addStream();
    Ffmpeg.check(avcodec_parameters_copy(stream.codecpar(), parameters), file + ": sound");
    // tags differ between kinds of files: let the muxer choose
    stream.codecpar().codec_tag(0);
    stream.time_base(timeBase);
    return stream;
  }

  /** Writes the header; the muxer may change the streams' time bases. */
  void begin() {
    AVDictionary options = new AVDictionary(null);
    String kind = format.oformat().name().getString();
    if (kind.equals("mp4") || kind.equals("mov") || kind.equals("ipod")) {
      String flags =
          layout == SinkOptions.Layout.FRAGMENTED
              ? "+hybrid_fragmented+frag_keyframe"
              : "+faststart";
      av_dict_set(options, "movflags", flags, 0);
      // where sound or pictures begin late is written in this unit; a millisecond is too coarse
      av_dict_set(options, "movie_timescale", Integer.toString(Ffmpeg.MICROS), 0);
    }
    int written = avformat_write_header(format, options);
    av_dict_free(options);
    Ffmpeg.check(written, file + " can't be begun");
    begun = true;
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

  /** Closes the file; one that nothing was written to is deleted. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avio_closep(format.pb());
      avformat_free_context(format);
      if (!begun) {
        OutputFiles.delete(file);
      }
    }
  }
}
