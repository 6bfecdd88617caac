package dev.frameloom.bench.tokenflow;

import dev.frameloom.edit.EditRuntime;
import dev.frameloom.restyle.ProgressListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Measures TokenFlow and the methods beside it through the editor alone, without Kafka, on windows
 * that are cut as a stream's are.
 */
public final class TokenFlowBench {

  private final TokenFlowBenchOptions options;
  private final ProgressListener listener;
  private final Progress progress;
  private final List<Part> parts;

  /**
   * A bench.
   *
   * @param runtimes makes an editor that has loaded nothing; the bench closes it
   */
  public TokenFlowBench(
      TokenFlowBenchOptions options, Supplier<EditRuntime> runtimes, ProgressListener listener) {
    this.options = options;
    this.listener = listener;
    this.progress = new Progress(listener);
    Setup setup = new Setup(options, runtimes, progress);
    List<Part> all =
        List.of(
            new QualityPart(setup),
            new FewStepsPart(setup),
            new JoinsPart(setup),
            new MemoryPart(setup),
            new SpeedPart(setup));
    parts = all.stream().filter(part -> options.parts().contains(part.name())).toList();
  }

  /**
   * Measures all parts asked for.
   *
   * @throws IOException where a picture can't be written, or the published code fails
   * @throws dev.frameloom.media.MediaException where a clip can't be read
   * @throws dev.frameloom.edit.EditException where the model can't be loaded
   */
  public TokenFlowReport run() throws IOException {
    int most =
        parts.stream().mapToInt(part -> options.framesOr(part.usualFrames())).max().orElse(2);
    List<ResultTable> tables = new ArrayList<>();
    try {
      List<BenchClip> clips = BenchClip.all(options.clips(), options.size(), most);
      for (Part part : parts) {
        progress.begin(part.name(), part.work(clips));
        tables.addAll(part.measure(clips));
      }
    } finally {
      listener.end();
    }
    return new TokenFlowReport(options, tables);
  }
}
