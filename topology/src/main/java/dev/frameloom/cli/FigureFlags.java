package dev.frameloom.cli;

import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.clip.ClipPrompts;
import dev.frameloom.config.ConfigException;
import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowNetworks;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.report.LearnedMeters;
import dev.frameloom.roles.ModelFolders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say what is measured of an edited video, and by which networks. */
final class FigureFlags {

  private static final String DIS = "dis";

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What the result was to look like; with --clip, clipScore is measured.")
  String prompt;

  @Option(
      names = "--source-prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "What the source looks like; with both prompts and --clip, framAcc is measured.")
  private String sourcePrompt;

  @Option(
      names = "--clip",
      paramLabel = "MODEL",
      description = "CLIP: a name of `models list`, or a folder. Also measures temCon.")
  private String clip;

  @Option(
      names = "--lpips",
      paramLabel = "MODEL",
      description = "LPIPS: a name of `models list`, or a folder.")
  private String lpips;

  @Option(
      names = "--flow",
      paramLabel = "dis|MODEL",
      defaultValue = DIS,
      description =
          "How the source's motion is found: dis, which needs no weights, or GMFlow or RAFT, a name"
              + " of `models list` or a folder. Warp errors of one flow only can be compared"
              + " (default: ${DEFAULT-VALUE}).")
  private String flow;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "Where networks run: cpu, gpu0, gpu0:fp16 … (default: ${DEFAULT-VALUE}).")
  private String device;

  /** Whether there is a prompt that nothing is measured by. */
  boolean promptIsIdle() {
    return clip == null && !(prompt.isBlank() && sourcePrompt.isBlank());
  }

  /** The networks that were asked for, which must be there. */
  LearnedMeters.Choice choice(ModelFolders folders) {
    if (prompt.isBlank() && !sourcePrompt.isBlank()) {
      throw new ConfigException("--source-prompt is compared with --prompt, which is missing");
    }
    return new LearnedMeters.Choice(
        Optional.ofNullable(clip).map(folders::existing),
        new ClipPrompts(text(prompt), text(sourcePrompt)),
        Optional.ofNullable(lpips).map(folders::existing),
        device);
  }

  private static Optional<String> text(String prompt) {
    return Optional.of(prompt).filter(it -> !it.isBlank());
  }

  /** What finds motion; the caller closes it. */
  OpticalFlow flow(ModelFolders folders) {
    return flow.equals(DIS) ? new DisFlow() : FlowNetworks.open(folders.existing(flow), device);
  }

  /** For the report. */
  Map<String, String> settings(ModelFolders folders) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Flow", flow.equals(DIS) ? "DIS" : described(folders, flow));
    if (clip != null) {
      settings.put("CLIP", described(folders, clip));
    }
    if (lpips != null) {
      settings.put("LPIPS", described(folders, lpips));
    }
    if (!sourcePrompt.isBlank()) {
      settings.put("Source prompt", sourcePrompt);
    }
    if (clip != null || lpips != null || !flow.equals(DIS)) {
      settings.put("Device", device);
    }
    return settings;
  }

  private static String described(ModelFolders folders, String model) {
    Optional<CatalogEntry> entry =
        ModelFolders.isPath(model) ? Optional.empty() : folders.catalog().find(model);
    return entry.map(it -> "%s, revision %.12s".formatted(model, it.revision())).orElse(model);
  }
}
