package dev.frameloom.edit;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.metric.Detail;
import dev.frameloom.metric.DetailMeter;
import dev.frameloom.metric.SourceMotion;
import dev.frameloom.metric.WarpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a window came out, measured while it is edited: the warp error of its neighbouring frames by
 * DIS flow, as {@link WarpError} has it, and {@link Detail} of each, but of frames reduced to
 * {@link #LONGEST_SIDE} pixels. That takes a small part of the time that editing does; and since
 * reducing averages, what flickers from pixel to pixel counts less than it does at full size, and a
 * blur of a pixel or two does not show. So these figures are not those of the whole video, and are
 * for comparing windows with each other.
 *
 * <p>A function of the frames alone. For one thread; holds native buffers until close().
 */
public final class WindowMeter implements AutoCloseable {

  /** Pixels of a reduced frame's longer side; smaller frames stay as they are. */
  static final int LONGEST_SIDE = 128;

  private final SourceMotion motion = new SourceMotion(new DisFlow());

  /**
   * Measures frames. Those between which one is missing are no neighbours.
   *
   * @param sources frames, ascending by sequence
   * @param edited the edit of each, of its size
   */
  WindowMeasures of(List<SourceFrame> sources, List<EditedPicture> edited) {
    return of(sources, edited, 0);
  }

  /**
   * Measures a window: of the wanted frames, and the step to them from the one before, if that was
   * edited as well. So every frame and every pair of neighbours belongs to one window.
   *
   * @param before edit of the frame before the first wanted one
   * @param wanted edits of all frames from {@link WindowEdit#publishFrom} on
   */
  public WindowMeasures of(
      WindowEdit window, Optional<Picture> before, List<EditedPicture> wanted) {
    int known = before.isPresent() ? 1 : 0;
    int from = window.publishFrom() - known;
    List<EditedPicture> all = new ArrayList<>();
    before.ifPresent(
        picture ->
            all.add(
                new EditedPicture(
                    window.frames().get(from).sequence(), picture, FrameOrigin.KEYFRAME)));
    all.addAll(wanted);
    return of(window.frames().subList(from, window.frames().size()), all, known);
  }

  /** The first frames, so many, are there for the step from them alone. */
  private WindowMeasures of(List<SourceFrame> sources, List<EditedPicture> edited, int known) {
    if (sources.size() != edited.size()) {
      throw new IllegalArgumentException(
          "expected an edit of each of %d frames, found %d"
              .formatted(sources.size(), edited.size()));
    }
    DetailMeter detail = new DetailMeter();
    try (WarpError warpError = new WarpError(motion)) {
      for (int i = 0; i < sources.size(); i++) {
        if (i > 0 && sources.get(i).sequence() != sources.get(i - 1).sequence() + 1) {
          warpError.cut();
        }
        Picture before = reduced(sources.get(i).picture());
        Picture after = reduced(edited.get(i).picture());
        warpError.add(before, after);
        if (i >= known) {
          detail.add(before, after);
        }
      }
      return new WindowMeasures(warpError.mean(), detail.mean());
    }
  }

  private static Picture reduced(Picture picture) {
    int longest = Math.max(picture.width(), picture.height());
    if (longest <= LONGEST_SIDE) {
      return picture;
    }
    return Pictures.resize(
        picture, side(picture.width(), longest), side(picture.height(), longest));
  }

  private static int side(int side, int longest) {
    return Math.max(1, Math.round((float) side * LONGEST_SIDE / longest));
  }

  @Override
  public void close() {
    motion.close();
  }
}
