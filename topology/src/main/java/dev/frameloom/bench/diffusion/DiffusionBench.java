package dev.frameloom.bench.diffusion;

import dev.frameloom.bench.diffusion.BenchReport.Side;
import dev.frameloom.bench.diffusion.BenchRow.Turn;
import dev.frameloom.model.FullSizeModel;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.restyle.TemporaryFolder;
import dev.frameloom.vae.CodecConfig;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a model at full size beside diffusers on the same machine: the same weights, the same
 * inputs, as many threads, each in a process of its own, in turns, so that only one computes at a
 * time.
 */
public final class DiffusionBench {

  private static final int MATMUL_SIZE = 2048;
  private static final int MATMUL_SIZE_GPU = 8192;

  private final BenchOptions options;
  private final ProgressListener progress;
  private long turns;

  /** A bench. */
  public DiffusionBench(BenchOptions options, ProgressListener progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Measures all rows. */
  public BenchReport run() throws IOException {
    Path folder = options.model().isPresent() ? options.model().get() : fullSize();
    ModelFiles model = ModelFiles.open(folder);
    double reading = read(model);
    try (TemporaryFolder files = TemporaryFolder.create("frameloom-bench");
        Contender ours = Contender.ours(environment(), options.threads(), files.path());
        Reference reference = reference(files.path())) {
      progress.stage("load", 0, "");
      double oursLoad = load(ours, folder);
      double referenceLoad = reference.isThere() ? load(reference.contender(), folder) : Double.NaN;
      boolean gpu = options.device().startsWith("gpu");
      double peak = ours.ask("matmul", gpu ? MATMUL_SIZE_GPU : MATMUL_SIZE)[0];
      List<BenchRow> rows = rows(model, ours, reference, files.path());
      return new BenchReport(
          options.device(),
          options.threads(),
          reference.isThere(),
          rows,
          peak,
          new Side(oursLoad, ours.ask("memory")[0]),
          new Side(
              referenceLoad,
              reference.isThere() ? reference.contender().ask("memory")[0] : Double.NaN),
          reading);
    } finally {
      progress.end();
    }
  }

  /** The reference's process, or none. */
  private record Reference(Optional<Contender> process) implements AutoCloseable {

    private boolean isThere() {
      return process.isPresent();
    }

    private Contender contender() {
      return process.orElseThrow();
    }

    @Override
    public void close() {
      process.ifPresent(Contender::close);
    }
  }

  private Reference reference(Path files) throws IOException {
    if (options.python().isEmpty()) {
      return new Reference(Optional.empty());
    }
    return new Reference(
        Optional.of(Contender.reference(options.python().get(), environment(), files)));
  }

  /** Both sides' threads sleep while they wait: each would spin on the other's time. */
  private Map<String, String> environment() {
    return Map.of(
        "OMP_NUM_THREADS", String.valueOf(options.threads()), "OMP_WAIT_POLICY", "PASSIVE");
  }

  private double load(Contender contender, Path folder) throws IOException {
    return contender.ask("load", folder.toAbsolutePath(), options.device(), options.threads())[0];
  }

  private Path fullSize() throws IOException {
    Path folder = options.cache().resolve("full-size-0");
    if (!Files.exists(folder.resolve("model_index.json"))) {
      long total = FullSizeModel.parameters();
      progress.stage("model", total / 1_000_000, "million numbers");
      FullSizeModel.write(folder, 0, count -> progress.done(count / 1_000_000, ""));
    }
    return folder;
  }

  private double read(ModelFiles model) throws IOException {
    progress.stage("read", 0, "");
    List<Path> files = new ArrayList<>();
    for (String part : List.of("text_encoder", "unet", "vae")) {
      try (WeightFiles weights = model.weights(part)) {
        files.addAll(weights.paths());
      }
    }
    double seconds = 0;
    byte[] buffer = new byte[1 << 20];
    for (int time = 0; time < 2; time++) { // the second time from the page cache, as loading will
      long begin = System.nanoTime();
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          while (in.read(buffer) >= 0) {}
        }
      }
      seconds = (System.nanoTime() - begin) / 1e9;
    }
    return seconds;
  }

  private List<BenchRow> rows(ModelFiles model, Contender ours, Reference reference, Path files)
      throws IOException {
    Operations operations = new Operations(model);
    int latents = CodecConfig.read(model.config("vae")).latentChannels();
    int textSize = model.config("text_encoder").number("hidden_size", 768);
    List<BenchCase> cases = options.cases();
    progress.stage("measure", (long) cases.size() * (options.runs() + 1), "runs");
    Path prompt = files.resolve("tokens");
    long[] ids = Arrays.stream(ours.ask("tokens")).mapToLong(id -> (long) id).toArray();
    Files.writeString(
        prompt, String.join(" ", Arrays.stream(ids).mapToObj(String::valueOf).toList()));
    List<BenchRow> rows = new ArrayList<>();
    for (BenchCase it : cases) {
      Path input = files.resolve("input");
      if (it.part() == BenchCase.Part.TEXT) {
        input = prompt;
      } else {
        BenchInputs.write(it, latents, input);
      }
      Path text = files.resolve("text");
      BenchInputs.writeText(it.batch(), textSize, text);
      rows.add(row(it, operations.of(it), ours, reference, List.of(files, input, text)));
    }
    return rows;
  }

  private BenchRow row(
      BenchCase it, long count, Contender ours, Reference reference, List<Path> files)
      throws IOException {
    Optional<String> tooLarge = AvailableMemory.lacking(it, options.device());
    if (tooLarge.isPresent()) {
      return BenchRow.skipped(it, count, tooLarge.get());
    }
    Path oursOut = files.get(0).resolve("ours");
    Path referenceOut = files.get(0).resolve("reference");
    turn(it, ours, files, oursOut.toString());
    double difference = Double.NaN;
    if (reference.isThere()) {
      turn(it, reference.contender(), files, referenceOut.toString());
      difference = BenchInputs.difference(referenceOut, oursOut);
    }
    List<Turn> runs = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      double[] mine = turn(it, ours, files, "-");
      double[] theirs =
          reference.isThere()
              ? turn(it, reference.contender(), files, "-")
              : new double[] {Double.NaN, Double.NaN};
      runs.add(new Turn(mine[0], mine[1], theirs[0], theirs[1]));
    }
    return new BenchRow(it, count, runs, difference, "");
  }

  private double[] turn(BenchCase it, Contender side, List<Path> files, String out)
      throws IOException {
    double[] seconds =
        side.ask("run", it.part().word(), it.size(), it.batch(), files.get(1), files.get(2), out);
    turns++;
    int sides = options.python().isPresent() ? 2 : 1;
    progress.done(turns / sides, it.toString());
    return seconds;
  }
}
