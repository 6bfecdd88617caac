package dev.frameloom.bench.motion;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.metric.PixelMse;
import dev.frameloom.metric.VideoMeter;
import dev.frameloom.metric.WarpError;
import java.util.concurrent.atomic.AtomicInteger;

/** Every metric, a frame after the other. */
final class MetricRows implements RowSource {

  @Override
  public String part() {
    return "metrics";
  }

  @Override
  public void measure(MotionFrames frames, Stopwatch stopwatch) {
    time("PSNR", FrameMeter.psnr(), frames, stopwatch);
    time("SSIM", FrameMeter.ssim(), frames, stopwatch);
    time("warp error, with DIS", new WarpError(), frames, stopwatch);
    try (OpticalFlow dis = new DisFlow()) {
      OpticalFlow known = new Known(dis.between(frames.picture(0), frames.picture(1)));
      time("warp error, flow known", new WarpError(known), frames, stopwatch);
      time("Pixel-MSE, flow known", new PixelMse(known), frames, stopwatch);
    }
  }

  private static void time(
      String what, VideoMeter meter, MotionFrames frames, Stopwatch stopwatch) {
    try (meter) {
      AtomicInteger next = new AtomicInteger();
      stopwatch.time(
          what,
          1,
          () -> {
            int frame = next.getAndIncrement();
            meter.add(frames.picture(frame), frames.edit(frame));
          });
    }
  }

  /** A flow that is there already: what is left is the metric's own cost. */
  private record Known(FlowField field) implements OpticalFlow {

    @Override
    public FlowField between(Picture from, Picture to) {
      return field;
    }

    @Override
    public void close() {}
  }
}
