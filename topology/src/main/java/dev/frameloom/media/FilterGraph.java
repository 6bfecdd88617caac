package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame_rate;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.util.Optional;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * FFmpeg's synthetic sources ({@code testsrc2=size=512x512:rate=25:duration=4}), run in a filter
 * graph of our own: the lavfi input device would need sound libraries of the system.
 */
final class FilterGraph implements RawFrames {

  private final String description;
  private final AVFilterGraph graph;
  private final AVFilterContext sink;
  private final AVRational timeBase;
  private final AVFrame frame = av_frame_alloc();
  private boolean finished;
  private boolean closed;

  FilterGraph(String description) {
    FfmpegLog.quiet();
    this.description = description;
    this.graph = avfilter_graph_alloc();
    try {
      this.sink = build();
      this.timeBase = av_buffersink_get_time_base(sink);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private AVFilterContext build() {
    String failure = "lavfi:" + description + " is not a picture source that FFmpeg knows";
    AVFilterContext context = new AVFilterContext(null);
    Ffmpeg.check(
        avfilter_graph_create_filter(
            context, avfilter_get_by_name("buffersink"), "out", (String) null, null, graph),
        failure);
    // what our sink takes in, the parsed graph gives out: hence "inputs" for its open end
    AVFilterInOut end = avfilter_inout_alloc();
    end.name(av_strdup(new BytePointer("out"))).filter_ctx(context).pad_idx(0).next(null);
    AVFilterInOut start = new AVFilterInOut(null);
    int parsed = avfilter_graph_parse_ptr(graph, description, end, start, null);
    avfilter_inout_free(end);
    avfilter_inout_free(start);
    Ffmpeg.check(parsed, failure);
    Ffmpeg.check(avfilter_graph_config(graph, null), failure);
    return context;
  }

  @Override
  public Optional<RawFrame> next() {
    if (finished) {
      return Optional.empty();
    }
    av_frame_unref(frame);
    int got = av_buffersink_get_frame(sink, frame);
    if (got == AVERROR_EOF()) {
      finished = true;
      return Optional.empty();
    }
    Ffmpeg.check(got, "lavfi:" + description);
    return Optional.of(
        new RawFrame(
            frame,
            Ffmpeg.toMicros(frame.pts(), timeBase),
            Ffmpeg.toMicros(frame.duration(), timeBase)));
  }

  @Override
  public String codec() {
    return "lavfi";
  }

  @Override
  public double frameRate() {
    AVRational rate = av_buffersink_get_frame_rate(sink);
    return rate.num() <= 0 || rate.den() <= 0 ? 0 : av_q2d(rate);
  }

  @Override
  public long frameCount() {
    return 0;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_frame_free(frame);
      avfilter_graph_free(graph);
    }
  }
}
