package dev.frameloom.edit.live;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.TestPictures;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prints milliseconds per stage for windows of nine frames with keyframes 0, 4 and 8, at 256 and
 * 512 pixels a side. Not a test: run its main with the folder of a model, and perhaps the device.
 */
final class LiveBenchmark {

  private static final int WINDOWS = 5;

  private LiveBenchmark() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    String device = args.length > 1 ? args[1] : "cpu";
    try (EditRuntime runtime = new EditRuntime(name -> folder, device)) {
      System.out.printf(
          "%6s %8s %8s %8s %8s %8s %10s%n",
          "side", "encode", "denoise", "decode", "flow", "measure", "frames/s");
      for (int side : new int[] {256, 512}) {
        run(runtime, side, 1);
        long start = System.nanoTime();
        Map<EditStage, Long> nanos = run(runtime, side, WINDOWS);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%6d %8.0f %8.0f %8.0f %8.0f %8.1f %10.2f%n",
            side,
            perWindow(nanos, EditStage.ENCODE_LATENT),
            perWindow(nanos, EditStage.DENOISE),
            perWindow(nanos, EditStage.DECODE_LATENT),
            perWindow(nanos, EditStage.PROPAGATE),
            perWindow(nanos, EditStage.MEASURE),
            8 * WINDOWS / seconds);
      }
    }
  }

  private static Map<EditStage, Long> run(EditRuntime runtime, int side, int windows) {
    Map<EditStage, Long> nanos = new EnumMap<>(EditStage.class);
    for (int window = 0; window < windows; window++) {
      int first = 8 * window;
      List<SourceFrame> frames =
          IntStream.rangeClosed(first, first + 8).mapToObj(t -> frame(t, side)).toList();
      EditParameters parameters = new EditParameters("live", "any", "ink", "", 1, 8, 0.5, 1);
      EditedWindow edited =
          runtime.edit(new WindowEdit(parameters, frame(0, side), frames, List.of(0, 4, 8), 1));
      edited.stageNanos().forEach((stage, time) -> nanos.merge(stage, time, Long::sum));
    }
    return nanos;
  }

  private static double perWindow(Map<EditStage, Long> nanos, EditStage stage) {
    return nanos.get(stage) / 1e6 / WINDOWS;
  }

  private static SourceFrame frame(int t, int side) {
    return new SourceFrame(t, TestPictures.waves(side, side, 1.5 * t, 0.5 * t));
  }
}
