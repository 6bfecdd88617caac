package dev.frameloom.bench.motion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.bench.ProcessMemory;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.FlowTensors;
import dev.frameloom.flow.Mask;
import dev.frameloom.flow.Occlusion;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.flow.Residual;
import dev.frameloom.flow.Sampling.Interpolation;
import dev.frameloom.flow.TensorMasks;
import dev.frameloom.flow.TensorWarp;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.metric.SourceMotion;
import dev.frameloom.metric.VideoMeter;
import dev.frameloom.metric.WarpError;
import dev.frameloom.pipeline.PictureTensors;
import dev.frameloom.restyle.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What the process holds while many frames go through flow, masks, warps and metrics. */
final class MemoryTrace {

  private static final int ROWS = 10;

  private final ComputeDevice device;
  private final ProgressListener progress;

  MemoryTrace(ComputeDevice device, ProgressListener progress) {
    this.device = device;
    this.progress = progress;
  }

  /**
   * A row.
   *
   * @param frames that went through
   * @param heap bytes of the Java heap that live
   * @param resident bytes of the process, where they are known
   */
  record Row(int frames, long heap, OptionalLong resident) {}

  /** Ten rows, or as many as there are frames. */
  List<Row> of(MotionFrames frames, int count) {
    List<Row> rows = new ArrayList<>();
    progress.stage("memory", count, "frames");
    try (OpticalFlow dis = new DisFlow();
        SourceMotion motion = new SourceMotion(new DisFlow());
        VideoMeter warpError = new WarpError(motion);
        VideoMeter similarity = FrameMeter.ssim();
        NDManager scope = device.newScope()) {
      for (int i = 1; i <= count; i++) {
        plain(dis.pair(frames.picture(i), frames.picture(i - 1)), frames, i, scope);
        warpError.add(frames.picture(i), frames.edit(i));
        similarity.add(frames.picture(i), frames.edit(i));
        if (i * (long) ROWS / count > (i - 1) * (long) ROWS / count) {
          rows.add(new Row(i, ProcessMemory.heap(), ProcessMemory.resident()));
        }
        progress.done(i, "");
      }
    }
    return rows;
  }

  private static void plain(FlowPair pair, MotionFrames frames, int index, NDManager scope) {
    Picture before = frames.picture(index - 1);
    Picture now = frames.picture(index);
    Mask occluded = Occlusion.LENGTHS.of(pair.forward(), pair.backward());
    Residual.of(before, now, pair.forward()).warpable(occluded).softened();
    Finished.run(scope, inner -> tensors(inner, pair, before, now));
  }

  private static NDArray tensors(NDManager scope, FlowPair pair, Picture before, Picture now) {
    NDArray flow = FlowTensors.flow(scope, pair.forward());
    NDArray occluded =
        TensorMasks.occluded(
            scope, Occlusion.LENGTHS, flow, FlowTensors.flow(scope, pair.backward()));
    NDArray previous = PictureTensors.tensor(scope, before);
    NDArray current = PictureTensors.tensor(scope, now);
    NDArray residual = TensorMasks.residual(scope, previous, current, flow);
    NDArray warpable = TensorMasks.warpable(scope, occluded, residual);
    NDArray warped = TensorWarp.warp(scope, previous, flow, Interpolation.BILINEAR);
    return TensorWarp.blend(scope, warped, current, TensorMasks.softened(scope, warpable));
  }
}
