package dev.frameloom.restyle;

import dev.frameloom.config.Config;
import dev.frameloom.config.Setting;
import dev.frameloom.config.Settings;
import dev.frameloom.media.MediaException;
import dev.frameloom.report.EditReport;
import dev.frameloom.report.Provenance;
import dev.frameloom.report.ReportPage;
import dev.frameloom.roles.ModelConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page on a run: what {@code frameloom evaluate} writes, of the edited frames before they were
 * encoded as video.
 *
 * @param request what was to be done
 * @param config and how
 */
record RunReport(RestyleRequest request, Config config) {

  private static final List<Setting<?>> SETTINGS =
      List.of(
          Settings.METHOD,
          Settings.MODEL,
          Settings.SEED,
          Settings.STEPS,
          Settings.STRENGTH,
          Settings.GUIDANCE,
          Settings.KEYFRAME_INTERVAL,
          Settings.WINDOW_KEYFRAMES,
          Settings.OPTIONS,
          Settings.SCENE_CUT);

  /** Writes it; that this can't be done is one more warning, and no reason to fail the run. */
  void write(Path file, EditReport report, String revision, List<String> warnings) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Source", request.input());
    settings.put("Edited", request.out() + ", measured before it was encoded");
    if (!request.negativePrompt().isEmpty()) {
      settings.put("Negative prompt", request.negativePrompt());
    }
    for (Setting<?> setting : SETTINGS) {
      String value = String.valueOf(config.get(setting));
      if (!value.isEmpty()) {
        settings.put(
            setting.key(),
            ModelConfig.isRecommended(config, setting)
                ? value + ", " + config.source(setting)
                : value);
      }
    }
    if (!revision.isEmpty()) {
      settings.put("Model revision", revision);
    }
    settings.put("Flow", "DIS");
    Provenance made =
        new Provenance(
            request.input(), request.out().toString(), request.prompt(), settings, warnings);
    try {
      new ReportPage(report, made).write(file);
    } catch (MediaException e) {
      warnings.add(e.getMessage());
    }
  }
}
