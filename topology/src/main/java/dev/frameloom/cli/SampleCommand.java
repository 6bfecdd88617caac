package dev.frameloom.cli;

import dev.frameloom.media.FrameSize;
import dev.frameloom.sample.SampleClip;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sample",
    description = "Renders the sample clip, with sound, at any size and length.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  frameloom sample --size 512x512 --frames 240 --out clip.mp4"})
final class SampleCommand implements Callable<Integer> {

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
  private Path out;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "384x256",
      description = "Size of the frames, or their shorter side at 3:2 (default: ${DEFAULT-VALUE}).")
  private String size;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "96",
      description = "Frames, 24 a second (default: ${DEFAULT-VALUE}).")
  private int frames;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FrameSize parsed = FrameSize.parse(size).resolve(3, 2);
    SampleClip.write(out, parsed.width(), parsed.height(), frames);
    spec.commandLine().getOut().println(out + ": " + frames + " frames of " + parsed);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
