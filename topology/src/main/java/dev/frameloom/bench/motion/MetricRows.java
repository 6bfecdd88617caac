package dev.frameloom.bench.motion;

import dev.frameloom.clip.ClipModel;
import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.lpips.Lpips;
import dev.frameloom.metric.DetailMeter;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.metric.PixelMse;
import dev.frameloom.metric.VideoMeter;
import dev.frameloom.metric.WarpError;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Every metric, a frame after the other. */
final class MetricRows implements RowSource {

  private final Optional<Path> clip;
  private final String device;
  private final int threads;

  /**
   * Rows of metrics.
   *
   * @param clip folder of a CLIP; none: no row for it, because made-up weights would take 600 MB
   * @param device of networks
   */
  MetricRows(Optional<Path> clip, String device, int threads) {
    this.clip = clip;
    this.device = device;
    this.threads = threads;
  }

  @Override
  public String part() {
    return "metrics";
  }

  @Override
  public void measure(MotionFrames frames, Stopwatch stopwatch) {
    time("PSNR", FrameMeter.psnr(), frames, stopwatch);
    time("SSIM", FrameMeter.ssim(), frames, stopwatch);
    time("warp error, with DIS", new WarpError(), frames, stopwatch);
    DetailMeter detail = new DetailMeter();
    AtomicInteger next = new AtomicInteger();
    stopwatch.time(
        "edges and sharpness",
        1,
        () -> {
          int frame = next.getAndIncrement();
          detail.add(frames.picture(frame), frames.edit(frame));
        });
    try (OpticalFlow dis = new DisFlow()) {
      OpticalFlow known = new Known(dis.between(frames.picture(0), frames.picture(1)));
      time("warp error, flow known", new WarpError(known), frames, stopwatch);
      time("Pixel-MSE, flow known", new PixelMse(known), frames, stopwatch);
    }
    lpips("LPIPS by AlexNet, made-up weights", "lpips_alex", frames, stopwatch);
    lpips("LPIPS by VGG-16, made-up weights", "lpips_vgg", frames, stopwatch);
    if (clip.isPresent()) {
      try (ClipModel model = ClipModel.open(clip.get(), device)) {
        stopwatch.time("CLIP of a picture", threads, () -> model.embed(frames.edit(0)));
      }
    }
  }

  private void lpips(String what, String type, MotionFrames frames, Stopwatch stopwatch) {
    try (Lpips lpips = MadeUpWeights.open(type, folder -> Lpips.open(folder, device))) {
      stopwatch.time(what, threads, () -> lpips.between(frames.picture(0), frames.edit(0)));
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
