package dev.frameloom.edit;

import dev.frameloom.model.ModelDescription;
import java.util.List;
import java.util.Map;

/**
 * An edited window.
 *
 * @param pictures one for each frame from {@link WindowEdit#publishFrom} on, in order
 * @param model which model edited it; {@link ModelDescription#NONE} for a method without one
 * @param stepsRun diffusion steps that were run, after strength
 * @param measures how it came out
 * @param stageNanos time per stage; no part of what the window is, two runs differ in it
 */
public record EditedWindow(
    List<EditedPicture> pictures,
    ModelDescription model,
    int stepsRun,
    WindowMeasures measures,
    Map<EditStage, Long> stageNanos) {

  public EditedWindow {
    pictures = List.copyOf(pictures);
    stageNanos = Map.copyOf(stageNanos);
  }

  /** The wanted frames of a window as they are, by no model; nothing is measured. */
  public static EditedWindow unchanged(WindowEdit window) {
    List<EditedPicture> pictures =
        window.frames().subList(window.publishFrom(), window.frames().size()).stream()
            .map(
                frame -> new EditedPicture(frame.sequence(), frame.picture(), FrameOrigin.IDENTITY))
            .toList();
    return new EditedWindow(pictures, ModelDescription.NONE, 0, WindowMeasures.NONE, Map.of());
  }
}
