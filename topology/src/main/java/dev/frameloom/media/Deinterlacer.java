package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * FFmpeg's bwdif for frames of one form: one whole frame for each coded one, from its first field
 * and what the neighbours show between its lines. Frames that are not flagged as interlaced come
 * out as they are. The first frame comes out once the second is there.
 */
final class Deinterlacer implements AutoCloseable {

  /** Lines and columns that the filter needs of the smallest plane, which has half of them. */
  private static final int SMALLEST = 16;

  private static final String FILTERS = "bwdif=mode=send_frame:parity=auto:deint=interlaced";

  private final int width;
  private final int height;
  private final int format;
  private final AVFilterGraph graph = avfilter_graph_alloc();
  private final AVFilterContext source = new AVFilterContext(null);
  private final AVFilterContext sink = new AVFilterContext(null);
  private long taken;

  /** For frames like this one. */
  Deinterlacer(AVFrame like) {
    this.width = like.width();
    this.height = like.height();
    this.format = like.format();
    try {
      build(like);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Whether there is anything to be done about a frame: it is flagged, and not too small. */
  static boolean isFor(AVFrame frame) {
    return (frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0
        && frame.width() >= SMALLEST
        && frame.height() >= SMALLEST;
  }

  private void build(AVFrame like) {
    String failure = "interlaced frames can't be deinterlaced";
    String form =
        "video_size=%dx%d:pix_fmt=%d:time_base=1/1000:colorspace=%d:range=%d"
            .formatted(width, height, format, like.colorspace(), like.color_range());
    Ffmpeg.check(
        avfilter_graph_create_filter(
            source, avfilter_get_by_name("buffer"), "in", form, null, graph),
        failure);
    Ffmpeg.check(
        avfilter_graph_create_filter(
            sink, avfilter_get_by_name("buffersink"), "out", (String) null, null, graph),
        failure);
    // the ends are named from the parsed graph's side: it takes in what our source gives out
    AVFilterInOut from = avfilter_inout_alloc();
    from.name(av_strdup(new BytePointer("in"))).filter_ctx(source).pad_idx(0).next(null);
    AVFilterInOut to = avfilter_inout_alloc();
    to.name(av_strdup(new BytePointer("out"))).filter_ctx(sink).pad_idx(0).next(null);
    int parsed = avfilter_graph_parse_ptr(graph, FILTERS, to, from, null);
    avfilter_inout_free(to);
    avfilter_inout_free(from);
    Ffmpeg.check(parsed, failure);
    Ffmpeg.check(avfilter_graph_config(graph, null), failure);
  }

  boolean takes(AVFrame frame) {
    return frame.width() == width && frame.height() == height && frame.format() == format;
  }

  /** Takes a frame, which stays the caller's. */
  void put(AVFrame frame) {
    // times are the caller's business; the filter only needs them to ascend
    frame.pts(taken++);
    Ffmpeg.check(
        av_buffersrc_add_frame_flags(source, frame, AV_BUFFERSRC_FLAG_KEEP_REF),
        "a frame can't be deinterlaced");
  }

  /** There are no more frames. */
  void finish() {
    Ffmpeg.check(
        av_buffersrc_add_frame_flags(source, null, 0), "the last frame can't be deinterlaced");
  }

  /** Gets the next frame if it is ready. */
  boolean get(AVFrame frame) {
    av_frame_unref(frame);
    int got = av_buffersink_get_frame(sink, frame);
    if (got == Ffmpeg.AGAIN || got == AVERROR_EOF()) {
      return false;
    }
    Ffmpeg.check(got, "a frame can't be deinterlaced");
    return true;
  }

  @Override
  public void close() {
    avfilter_graph_free(graph);
  }
}
