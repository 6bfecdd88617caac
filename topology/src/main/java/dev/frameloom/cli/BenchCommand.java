package dev.frameloom.cli;

import dev.frameloom.bench.MemoryBench;
import dev.frameloom.bench.PlumbingBench;
import dev.frameloom.config.Config;
import dev.frameloom.media.FrameSize;
import dev.frameloom.media.SoundWish;
import dev.frameloom.media.SourceOptions;
import dev.frameloom.restyle.Restyle;
import dev.frameloom.restyle.RestyleRequest;
import dev.frameloom.restyle.RestyleSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = "Measures, and prints tables.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchDiffusionCommand.class,
      BenchMotionCommand.class,
      BenchTokenFlowCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  frameloom bench diffusion --python venv/bin/python",
      "  frameloom bench motion --size 512",
      "  frameloom bench tokenflow --steps 10 --frames 17",
      "  frameloom bench plumbing --frames 2000 --size 512x512",
      "  frameloom bench memory --frames 5000 --size 64x64 --method live",
    })
final class BenchCommand {

  @Spec private CommandSpec spec;

  @Command(
      name = "plumbing",
      description =
          "Frames per second through all topics without editing, beside the broker's own figure.",
      mixinStandardHelpOptions = true)
  int plumbing(
      @Mixin CommonOptions common,
      @Option(
              names = "--frames",
              defaultValue = "2000",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int frames,
      @Option(
              names = "--size",
              defaultValue = "512x512",
              description =
                  "Size of the frames, or a side of a square (default: ${DEFAULT-VALUE}).")
          String size)
      throws Exception {
    FrameSize parsed = FrameSize.parse(size).resolve(1, 1);
    print(new PlumbingBench(common.config(), frames, parsed.width(), parsed.height()).run());
    return ExitCode.OK;
  }

  @Command(
      name = "memory",
      description = "Heap and resident memory over a long synthetic run.",
      mixinStandardHelpOptions = true)
  int memory(
      @Mixin CommonOptions common,
      @Mixin EditFlags edit,
      @Option(
              names = "--frames",
              defaultValue = "5000",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int frames,
      @Option(
              names = "--size",
              defaultValue = "128x128",
              description =
                  "Size of the frames, or a side of a square (default: ${DEFAULT-VALUE}).")
          String size,
      @Option(
              names = "--every",
              defaultValue = "500",
              description = "A row each so many frames (default: ${DEFAULT-VALUE}).")
          int every)
      throws Exception {
    Config config = edit.config(common);
    Path out = Files.createTempFile("frameloom-bench", ".mp4");
    try {
      RestyleRequest request =
          new RestyleRequest(
              "lavfi:testsrc2=size="
                  + FrameSize.parse(size).resolve(1, 1)
                  + ":rate=25:duration="
                  + (frames / 25 + 1),
              SourceOptions.all().withMaxFrames(frames),
              "bench",
              edit.prompt,
              edit.negativePrompt,
              out,
              Optional.empty(),
              SoundWish.none(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      RestyleSummary summary =
          new Restyle(request, config, new MemoryBench(System.out, every)).run();
      print(SummaryText.plain(summary));
      return ExitCode.OK;
    } finally {
      Files.deleteIfExists(out);
    }
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
