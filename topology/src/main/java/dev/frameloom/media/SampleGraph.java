package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * Decoded samples of one format to those that an encoder takes: rate, channels, sample format and
 * number of samples. Times go in as microseconds and come out in the encoder's samples; what is
 * before 0 is cut off, and gaps in the times are filled with silence.
 */
final class SampleGraph implements AutoCloseable {

  private final AVFilterGraph graph = avfilter_graph_alloc();
  private final AVFilterContext source = new AVFilterContext(null);
  private final AVFilterContext sink = new AVFilterContext(null);
  private final AVRational samples;
  private final AVFrame out = av_frame_alloc();
  private final int format;
  private final int rate;
  private final AVChannelLayout layout = new AVChannelLayout();

  /** For frames like the first. */
  SampleGraph(AVFrame first, AVCodecContext encoder) {
    samples = encoder.time_base();
    format = first.format();
    rate = first.sample_rate();
    av_channel_layout_copy(layout, first.ch_layout());
    try {
      build(encoder);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void build(AVCodecContext encoder) {
    String failure = "the clip's sound can't be converted";
    String from =
        "time_base=1/%d:sample_rate=%d:sample_fmt=%s:channel_layout=%s"
            .formatted(
                Ffmpeg.MICROS, rate, av_get_sample_fmt_name(format).getString(), name(layout));
    Ffmpeg.check(create(source, "abuffer", "in", from), failure);
    Ffmpeg.check(create(sink, "abuffersink", "out", null), failure);
    AVFilterInOut input = avfilter_inout_alloc();
    input.name(av_strdup(new BytePointer("in"))).filter_ctx(source).pad_idx(0).next(null);
    AVFilterInOut output = avfilter_inout_alloc();
    output.name(av_strdup(new BytePointer("out"))).filter_ctx(sink).pad_idx(0).next(null);
    int parsed = avfilter_graph_parse_ptr(graph, filters(encoder), output, input, null);
    avfilter_inout_free(input);
    avfilter_inout_free(output);
    Ffmpeg.check(parsed, failure);
    Ffmpeg.check(avfilter_graph_config(graph, null), failure);
  }

  private static String filters(AVCodecContext encoder) {
    String filters =
        "atrim=start=0,aresample=%d:async=1,aformat=sample_fmts=%s:sample_rates=%d:channel_layouts=%s"
            .formatted(
                encoder.sample_rate(),
                av_get_sample_fmt_name(encoder.sample_fmt()).getString(),
                encoder.sample_rate(),
                name(encoder.ch_layout()));
    // the last block is filled up with silence: not every encoder takes a short one
    return encoder.frame_size() > 0
        ? filters + ",asetnsamples=n=" + encoder.frame_size() + ":p=1"
        : filters;
  }

  private int create(AVFilterContext context, String filter, String name, String options) {
    return avfilter_graph_create_filter(
        context, avfilter_get_by_name(filter), name, options, null, graph);
  }

  /** A layout without an order has that which is usual for its number of channels. */
  private static String name(AVChannelLayout layout) {
    byte[] text = new byte[256];
    try (AVChannelLayout usual = new AVChannelLayout()) {
      av_channel_layout_copy(usual, layout);
      if (usual.order() == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(usual, layout.nb_channels());
      }
      av_channel_layout_describe(usual, text, text.length);
      return Ffmpeg.text(text);
    }
  }

  /** Whether a frame is of this graph's format; broadcasts change it in the middle. */
  boolean takes(AVFrame frame) {
    return frame.format() == format
        && frame.sample_rate() == rate
        && av_channel_layout_compare(frame.ch_layout(), layout) == 0;
  }

  /** Converts a frame, or with null what is held back; hands over frames that hold meanwhile. */
  void convert(AVFrame frame, Consumer<AVFrame> converted) {
    Ffmpeg.check(av_buffersrc_add_frame(source, frame), "the clip's sound can't be converted");
    while (true) {
      int got = av_buffersink_get_frame(sink, out);
      if (got == Ffmpeg.AGAIN || got == AVERROR_EOF()) {
        return;
      }
      Ffmpeg.check(got, "the clip's sound can't be converted");
      out.pts(av_rescale_q(out.pts(), av_buffersink_get_time_base(sink), samples));
      converted.accept(out);
      av_frame_unref(out);
    }
  }

  @Override
  public void close() {
    av_frame_free(out);
    avfilter_graph_free(graph);
  }
}
