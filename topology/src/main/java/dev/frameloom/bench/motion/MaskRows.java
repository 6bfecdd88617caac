package dev.frameloom.bench.motion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.FlowTensors;
import dev.frameloom.flow.Mask;
import dev.frameloom.flow.Occlusion;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.flow.Residual;
import dev.frameloom.flow.TensorMasks;
import dev.frameloom.flow.Visibility;
import dev.frameloom.image.Picture;
import dev.frameloom.pipeline.PictureTensors;
import java.util.Locale;
import java.util.function.Function;

/** Every mask, in plain Java and as tensors, from flows that are there. */
final class MaskRows implements RowSource {

  private static final int LATENT = 8;

  private final ComputeDevice device;
  private final int threads;

  MaskRows(ComputeDevice device, int threads) {
    this.device = device;
    this.threads = threads;
  }

  @Override
  public String part() {
    return "masks";
  }

  @Override
  public void measure(MotionFrames frames, Stopwatch stopwatch) {
    Picture before = frames.picture(0);
    Picture now = frames.picture(1);
    try (OpticalFlow dis = new DisFlow();
        NDManager scope = device.newScope()) {
      FlowPair pair = dis.pair(now, before);
      plain(pair, before, now, stopwatch);
      tensors(
          new Inputs(
              scope,
              FlowTensors.flow(scope, pair.forward()),
              FlowTensors.flow(scope, pair.backward()),
              PictureTensors.tensor(scope, before),
              PictureTensors.tensor(scope, now)),
          stopwatch);
    }
  }

  private static void plain(FlowPair pair, Picture before, Picture now, Stopwatch stopwatch) {
    stopwatch.time(
        "visibility, plain Java", 1, () -> Visibility.of(pair.forward(), pair.backward()));
    for (Occlusion form : Occlusion.values()) {
      stopwatch.time(
          "occlusion by " + word(form) + ", plain Java",
          1,
          () -> form.of(pair.forward(), pair.backward()));
    }
    Mask occluded = Occlusion.LENGTHS.of(pair.forward(), pair.backward());
    stopwatch.time(
        "residual and its mask, plain Java",
        1,
        () -> Residual.of(before, now, pair.forward()).warpable(occluded));
    stopwatch.time("soft edges, plain Java", 1, occluded::softened);
    stopwatch.time(
        "mask and flow of latents, plain Java",
        1,
        () -> {
          occluded.largestOfCells(LATENT);
          pair.forward().ofCells(LATENT);
        });
  }

  private record Inputs(NDManager scope, NDArray flow, NDArray back, NDArray before, NDArray now) {}

  private void tensors(Inputs in, Stopwatch stopwatch) {
    for (Occlusion form : Occlusion.values()) {
      time(
          stopwatch,
          "occlusion by " + word(form) + ", tensors",
          in,
          inner -> TensorMasks.occluded(inner, form, in.flow(), in.back()));
    }
    NDArray occluded = TensorMasks.occluded(in.scope(), Occlusion.LENGTHS, in.flow(), in.back());
    time(
        stopwatch,
        "residual and its mask, tensors",
        in,
        inner ->
            TensorMasks.warpable(
                inner, occluded, TensorMasks.residual(inner, in.before(), in.now(), in.flow())));
    time(stopwatch, "soft edges, tensors", in, inner -> TensorMasks.softened(inner, occluded));
    time(
        stopwatch,
        "mask and flow of latents, tensors",
        in,
        inner -> {
          TensorMasks.largestOfCells(inner, occluded, LATENT);
          return TensorMasks.flowOfCells(inner, in.flow(), LATENT);
        });
  }

  private void time(
      Stopwatch stopwatch, String what, Inputs in, Function<NDManager, NDArray> work) {
    stopwatch.time(what, threads, () -> Finished.run(in.scope(), work));
  }

  private static String word(Occlusion form) {
    return form.name().toLowerCase(Locale.ROOT);
  }
}
