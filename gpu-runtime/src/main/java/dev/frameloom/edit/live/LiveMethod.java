package dev.frameloom.edit.live;

import dev.frameloom.edit.EditMethod;
import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.FrameOrigin;
import dev.frameloom.edit.ModelSource;
import dev.frameloom.edit.StageClock;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.WindowMeasures;
import dev.frameloom.edit.WindowMeter;
import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.propagate.BlendPlan;
import dev.frameloom.propagate.FlowBlend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The live method. Keyframes go through the model together; the frames between are warped from both
 * neighbouring edited keyframes along the source's optical flow. A frame of which both keyframes
 * miss more than {@link #MAX_UNSEEN_SHARE} goes through the model as well, as keyframes inside the
 * window do, and gives what they don't see.
 *
 * <p>A boundary keyframe depends on the anchor, its own frame and the parameters only, so it has
 * the same bytes in both windows that share it. At strength 0 the source is given back as it is.
 */
public final class LiveMethod implements EditMethod {

  /**
   * Up to this share of pixels is filled with what looks least wrong. Above it, the holes show; and
   * much below it nearly every frame of a fast scene would go through the model.
   */
  static final double MAX_UNSEEN_SHARE = 0.05;

  private final OpticalFlow flow = new DisFlow();
  private final FlowBlend blend = new FlowBlend(flow);
  private final WindowMeter meter = new WindowMeter();

  @Override
  public EditedWindow edit(WindowEdit window, ModelSource models) {
    window.requireOneSize();
    if (window.parameters().strength() == 0 || window.publishFrom() == window.frames().size()) {
      return EditedWindow.unchanged(window);
    }
    DiffusionModel model = models.model(window.parameters().model());
    MemoryPlan memory = WindowPlan.of(model, window, models.budget());
    StageClock clock = new StageClock();
    SortedMap<Integer, BlendPlan> plans = clock.time(EditStage.PROPAGATE, () -> plans(window));
    List<Integer> interior = interior(window, plans);
    KeyframeEdits edits = KeyframeEdits.make(model, window, interior, memory, clock);
    List<EditedPicture> pictures =
        clock.time(EditStage.PROPAGATE, () -> assemble(window, plans, edits.pictures()));
    WindowMeasures measures =
        clock.time(
            EditStage.MEASURE,
            () ->
                meter.of(
                    window,
                    Optional.ofNullable(edits.pictures().get(window.publishFrom() - 1)),
                    pictures));
    return new EditedWindow(pictures, model.description(), edits.steps(), measures, clock.nanos());
  }

  @Override
  public void close() {
    meter.close();
    flow.close();
  }

  /** How each wanted frame between keyframes is made, by its index in the window. */
  private SortedMap<Integer, BlendPlan> plans(WindowEdit window) {
    SortedMap<Integer, BlendPlan> plans = new TreeMap<>();
    List<Integer> keyframes = window.keyframes();
    for (int k = 1; k < keyframes.size(); k++) {
      int before = keyframes.get(k - 1);
      int after = keyframes.get(k);
      for (int i = Math.max(before + 1, window.publishFrom()); i < after; i++) {
        plans.put(
            i,
            blend.plan(
                source(window, before),
                source(window, after),
                source(window, i),
                position(window, before, i, after)));
      }
    }
    return plans;
  }

  /** By sequence and not by index: a window may have gaps. */
  private static double position(WindowEdit window, int before, int frame, int after) {
    long first = window.frames().get(before).sequence();
    long last = window.frames().get(after).sequence();
    return (double) (window.frames().get(frame).sequence() - first) / (last - first);
  }

  /** Frames that go through the model besides the boundaries, ascending. */
  private static List<Integer> interior(WindowEdit window, SortedMap<Integer, BlendPlan> plans) {
    List<Integer> interior = new ArrayList<>();
    for (int i = 1; i < window.frames().size() - 1; i++) {
      BlendPlan plan = plans.get(i);
      boolean unseen = plan != null && plan.unseenShare() > MAX_UNSEEN_SHARE;
      if (unseen || window.keyframes().contains(i)) {
        interior.add(i);
      }
    }
    return interior;
  }

  private static List<EditedPicture> assemble(
      WindowEdit window, SortedMap<Integer, BlendPlan> plans, Map<Integer, Picture> edited) {
    List<EditedPicture> pictures = new ArrayList<>();
    for (int i = window.publishFrom(); i < window.frames().size(); i++) {
      long sequence = window.frames().get(i).sequence();
      Picture own = edited.get(i);
      BlendPlan plan = plans.get(i);
      if (plan == null) {
        pictures.add(new EditedPicture(sequence, own, FrameOrigin.KEYFRAME));
        continue;
      }
      Picture before = edited.get(keyframeBefore(window, i));
      Picture after = edited.get(keyframeAfter(window, i));
      pictures.add(
          own == null
              ? new EditedPicture(sequence, plan.blend(before, after), FrameOrigin.PROPAGATED)
              : new EditedPicture(sequence, plan.blend(before, after, own), FrameOrigin.OWN_EDIT));
    }
    return pictures;
  }

  private static int keyframeBefore(WindowEdit window, int frame) {
    return window.keyframes().stream().filter(k -> k < frame).reduce((a, b) -> b).orElseThrow();
  }

  private static int keyframeAfter(WindowEdit window, int frame) {
    return window.keyframes().stream().filter(k -> k > frame).findFirst().orElseThrow();
  }

  private static Picture source(WindowEdit window, int frame) {
    return window.frames().get(frame).picture();
  }
}
