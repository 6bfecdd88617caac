package dev.frameloom.editing;

import dev.frameloom.edit.EditStage;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.EditedWindow;
import dev.frameloom.edit.FrameOrigin;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.edit.WindowEditor;
import dev.frameloom.edit.WindowMeasures;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.Detail;
import dev.frameloom.model.ModelDescription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Inverts pictures, and fails when told to. */
final class FakeEditor implements WindowEditor {

  final List<WindowEdit> windows = new ArrayList<>();
  final Deque<Supplier<Throwable>> failures = new ArrayDeque<>();

  @Override
  public EditedWindow edit(WindowEdit window) {
    windows.add(window);
    if (!failures.isEmpty()) {
      Throwable failure = failures.poll().get();
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
    List<EditedPicture> pictures = new ArrayList<>();
    for (int i = window.publishFrom(); i < window.frames().size(); i++) {
      FrameOrigin origin =
          window.keyframes().contains(i) ? FrameOrigin.KEYFRAME : FrameOrigin.PROPAGATED;
      pictures.add(
          new EditedPicture(
              window.frames().get(i).sequence(),
              inverted(window.frames().get(i).picture()),
              origin));
    }
    return new EditedWindow(
        pictures,
        new ModelDescription("fake", "abc", true),
        3,
        new WindowMeasures(
            OptionalDouble.of(0.25), Optional.of(new Detail(OptionalDouble.of(0.75), 0.5, 0.125))),
        Map.of(EditStage.DENOISE, 7_000_000L));
  }

  private static Picture inverted(Picture picture) {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (255 - (rgb[i] & 0xff));
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  @Override
  public void close() {}
}
