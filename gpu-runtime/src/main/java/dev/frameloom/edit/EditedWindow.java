package dev.frameloom.edit;

import java.util.List;
import java.util.Map;

/**
 * An edited window.
 *
 * @param pictures one for each frame from {@link WindowEdit#publishFrom} on, in order
 * @param stepsRun diffusion steps that were run, after strength
 * @param stageNanos time per stage; no part of what the window is, two runs differ in it
 */
public record EditedWindow(
    List<EditedPicture> pictures, int stepsRun, Map<EditStage, Long> stageNanos) {

  public EditedWindow {
    pictures = List.copyOf(pictures);
    stageNanos = Map.copyOf(stageNanos);
  }
}
