package dev.frameloom.report;

import dev.frameloom.media.VideoInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was compared, and how.
 *
 * @param source name of the source
 * @param edited name of the edited video
 * @param prompt what the edit was to look like; empty where nobody said
 * @param settings names and values, in the order in which they are shown
 * @param notes what a reader should know
 */
public record Provenance(
    String source, String edited, String prompt, Map<String, String> settings, List<String> notes) {

  public Provenance {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    notes = List.copyOf(notes);
  }

  /** Of a video that has been read. */
  public static Provenance of(PairedVideo video, String prompt, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Source", line(video.sourceName(), video.source()));
    all.put("Edited", line(video.editedName(), video.edited()));
    all.putAll(settings);
    return new Provenance(video.sourceName(), video.editedName(), prompt, all, video.warnings());
  }

  private static String line(String name, VideoInfo info) {
    String rate =
        info.frameRate() > 0
            ? ", " + Math.round(info.frameRate() * 1000) / 1000.0 + " frames/s"
            : "";
    return "%s: %d × %d, %s%s".formatted(name, info.width(), info.height(), info.codec(), rate);
  }
}
