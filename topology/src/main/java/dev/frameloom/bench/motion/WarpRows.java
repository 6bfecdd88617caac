package dev.frameloom.bench.motion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FeatureWarp;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.FlowTensors;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.flow.Sampling.Interpolation;
import dev.frameloom.flow.TensorMasks;
import dev.frameloom.flow.TensorWarp;
import dev.frameloom.flow.Warp;
import dev.frameloom.pipeline.PictureTensors;
import java.util.function.Function;

/** Pictures, latents and features, warped along a flow that is there. */
final class WarpRows implements RowSource {

  private static final int LATENT = 8;
  private static final int CHANNELS = 320;

  private final ComputeDevice device;
  private final int threads;

  WarpRows(ComputeDevice device, int threads) {
    this.device = device;
    this.threads = threads;
  }

  @Override
  public String part() {
    return "warp";
  }

  @Override
  public void measure(MotionFrames frames, Stopwatch stopwatch) {
    try (OpticalFlow dis = new DisFlow();
        NDManager scope = device.newScope()) {
      FlowField found = dis.between(frames.picture(1), frames.picture(0));
      stopwatch.time("picture, plain Java", 1, () -> Warp.backward(frames.picture(0), found));
      NDArray flow = FlowTensors.flow(scope, found);
      NDArray picture = PictureTensors.tensor(scope, frames.picture(0));
      tensors(
          stopwatch,
          "picture, tensors",
          scope,
          inner -> TensorWarp.warp(inner, picture, flow, Interpolation.BILINEAR));
      NDArray cells = TensorMasks.flowOfCells(scope, flow, LATENT);
      int side = frames.size() / LATENT;
      NDArray latents = Noise.normal(scope, 1, "latents", 0, 1, 4, side, side);
      tensors(
          stopwatch,
          "latents, tensors",
          scope,
          inner -> TensorWarp.warp(inner, latents, cells, Interpolation.NEAREST));
      NDArray features = Noise.normal(scope, 1, "features", 0, 1, CHANNELS, side, side);
      tensors(
          stopwatch,
          CHANNELS + " features, tensors",
          scope,
          inner -> FeatureWarp.SINGLE.warp(inner, features, flow));
    }
  }

  private void tensors(
      Stopwatch stopwatch, String what, NDManager scope, Function<NDManager, NDArray> work) {
    stopwatch.time(what, threads, () -> Finished.run(scope, work));
  }
}
