package dev.frameloom.edit;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.metric.SourceMotion;
import dev.frameloom.metric.WarpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How steady a window came out, measured while it is edited: the warp error of its neighbouring
 * frames by DIS flow, as {@link WarpError} has it, but of frames reduced to {@link #LONGEST_SIDE}
 * pixels. That takes a small part of the time that editing does; and since reducing averages, what
 * flickers from pixel to pixel counts less than it does at full size. So this figure is lower than
 * that of the whole video, and is for comparing windows with each other.
 *
 * <p>A function of the frames alone. For one thread; holds native buffers until close().
 */
public final class WindowWarpError implements AutoCloseable {

  /** Pixels of a reduced frame's longer side; smaller frames stay as they are. */
  static final int LONGEST_SIDE = 128;

  private final SourceMotion motion = new SourceMotion(new DisFlow());

  /**
   * The mean over pairs of neighbours. Frames between which one is missing are no neighbours.
   *
   * @param sources frames, ascending by sequence
   * @param edited the edit of each, of its size
   * @return the mean squared difference of RGB in [0, 1]; empty where no pair can be compared
   */
  public OptionalDouble of(List<SourceFrame> sources, List<EditedPicture> edited) {
    if (sources.size() != edited.size()) {
      throw new IllegalArgumentException(
          "expected an edit of each of %d frames, found %d"
              .formatted(sources.size(), edited.size()));
    }
    try (WarpError meter = new WarpError(motion)) {
      for (int i = 0; i < sources.size(); i++) {
        if (i > 0 && sources.get(i).sequence() != sources.get(i - 1).sequence() + 1) {
          meter.cut();
        }
        meter.add(reduced(sources.get(i).picture()), reduced(edited.get(i).picture()));
      }
      return meter.mean();
    }
  }

  /**
   * That of a window: of the wanted frames and the one before them, if that was edited as well. So
   * every pair of neighbours belongs to one window.
   *
   * @param before edit of the frame before the first wanted one
   * @param wanted edits of all frames from {@link WindowEdit#publishFrom} on
   */
  public OptionalDouble of(
      WindowEdit window, Optional<Picture> before, List<EditedPicture> wanted) {
    int from = window.publishFrom() - (before.isPresent() ? 1 : 0);
    List<EditedPicture> all = new ArrayList<>();
    before.ifPresent(
        picture ->
            all.add(
                new EditedPicture(
                    window.frames().get(from).sequence(), picture, FrameOrigin.KEYFRAME)));
    all.addAll(wanted);
    return of(window.frames().subList(from, window.frames().size()), all);
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
