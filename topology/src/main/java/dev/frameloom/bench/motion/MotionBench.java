package dev.frameloom.bench.motion;

import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.restyle.ProgressListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what carries an edit through time, and what judges it, in milliseconds for a frame; how
 * well flows find motions that are known; and that memory stays as it is over many frames.
 */
public final class MotionBench {

  private final MotionOptions options;
  private final ProgressListener progress;

  /** A bench. */
  public MotionBench(MotionOptions options, ProgressListener progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Where a part of the table is added. */
  private List<RowSource> sources(ComputeDevice device) {
    int threads = options.threads();
    List<Flows> flows = new ArrayList<>(truthful());
    flows.addAll(Flows.madeUp(options.device()));
    return List.of(
        new FlowRows(flows, threads),
        new WarpRows(device, threads),
        new MaskRows(device, threads),
        new PropagationRows(),
        new MetricRows(options.clipModel(), options.device(), threads));
  }

  private List<Flows> truthful() {
    return Flows.truthful(options.flows(), options.device());
  }

  /**
   * Measures all parts asked for.
   *
   * @throws dev.frameloom.media.MediaException where the clip can't be read
   * @throws dev.frameloom.weights.ModelLoadException where a folder is no network of flow
   */
  public MotionReport run() {
    ComputeDevice device = ComputeDevice.parse(options.device());
    MotionFrames frames =
        options.clip().isPresent()
            ? MotionFrames.of(options.clip().get(), options.size())
            : MotionFrames.sample(options.size());
    try {
      progress.stage("measure", 0, "rows");
      Stopwatch stopwatch = new Stopwatch(options.runs(), progress);
      for (RowSource source : sources(device)) {
        if (options.parts().contains(source.part())) {
          stopwatch.part(source.part());
          source.measure(frames, stopwatch);
        }
      }
      List<FlowErrors.Row> errors =
          options.parts().contains("errors")
              ? FlowErrors.of(frames.picture(0), truthful())
              : List.of();
      List<MemoryTrace.Row> memory =
          options.parts().contains("memory") && options.frames() > 0
              ? new MemoryTrace(device, progress).of(frames, options.frames())
              : List.of();
      return new MotionReport(options, stopwatch.rows(), errors, memory);
    } finally {
      progress.end();
    }
  }
}
