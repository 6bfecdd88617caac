package dev.frameloom.editing;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.UndecodableImageException;
import dev.frameloom.windowing.Keyframes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A window with the frames that it points at, as far as they can be had. What is missing is left
 * out, and the roles of the others follow from what is there alone.
 */
final class LoadedWindow {

  private final KeyframeWindow window;
  private final WorkerConfig limits;
  private final Map<FrameRef, Frame> frames = new LinkedHashMap<>();
  private final Map<FrameRef, String> problems = new LinkedHashMap<>();
  private final Set<FrameRef> trimmed = new HashSet<>();
  private final Map<FrameRef, Picture> pictures = new LinkedHashMap<>();
  private boolean anchorLost;
  private long pixels;

  private LoadedWindow(KeyframeWindow window, WorkerConfig limits) {
    this.window = window;
    this.limits = limits;
  }

  /** A window of which nothing was fetched. */
  static LoadedWindow empty(KeyframeWindow window, WorkerConfig limits) {
    return new LoadedWindow(window, limits);
  }

  /**
   * Fetches the frames of a window and decodes them.
   *
   * @param decode false where the pictures are not looked at
   * @throws FrameFetchException where they can't be read now
   * @throws WindowRefusedException where they are not to be read, or take too much
   */
  static LoadedWindow load(
      KeyframeWindow window, FrameFetcher fetcher, boolean decode, WorkerConfig limits)
      throws InterruptedException, WindowRefusedException {
    LoadedWindow loaded = new LoadedWindow(window, limits);
    List<FrameRef> refs = new ArrayList<>(window.getFrames());
    if (decode && !refs.isEmpty() && !refs.contains(window.getAnchor())) {
      refs.add(window.getAnchor());
    }
    Map<FrameRef, FrameFetcher.Fetched> fetched =
        refs.isEmpty() ? Map.of() : fetcher.fetch(window.getEdit().getStreamId(), refs);
    for (FrameRef ref : refs) {
      loaded.take(ref, fetched.get(ref), decode);
    }
    loaded.anchorLost = decode && !loaded.frames.containsKey(window.getAnchor());
    if (!window.getFrames().contains(window.getAnchor())) {
      loaded.problems.remove(window.getAnchor());
    }
    return loaded;
  }

  private void take(FrameRef ref, FrameFetcher.Fetched fetched, boolean decode)
      throws WindowRefusedException {
    if (fetched instanceof FrameFetcher.Fetched.Trimmed gone) {
      trimmed.add(ref);
      problems.put(ref, gone.why());
    } else if (fetched instanceof FrameFetcher.Fetched.Gone gone) {
      problems.put(ref, gone.why());
    } else if (fetched instanceof FrameFetcher.Fetched.Found found) {
      take(ref, found.frame(), decode);
    }
  }

  /** A picture that is passed on as it is has to be one as well: others will decode it. */
  private void take(FrameRef ref, Frame frame, boolean decode) throws WindowRefusedException {
    byte[] image = bytes(frame.getImage());
    try {
      long declared = PictureCodec.inspect(image, limits.maxPixels()).pixels();
      if (!decode) {
        frames.put(ref, frame);
        return;
      }
      requireRoomFor(declared);
      decode(ref, frame, image);
    } catch (UndecodableImageException e) {
      problems.put(ref, e.getMessage());
    }
  }

  /** By what they declare, before anything is made of them: a small file may be a vast picture. */
  private void requireRoomFor(long declared) throws WindowRefusedException {
    pixels += declared;
    if (declared > limits.maxEditedPixels() || pixels > limits.maxWindowPixels()) {
      throw new WindowRefusedException(
          "its frames have too many pixels: %d in one, of at most %d, and %d in all until there, of at most %d; publish smaller ones, make windows shorter, or raise editing.max-pixels and editing.max-window-pixels"
              .formatted(declared, limits.maxEditedPixels(), pixels, limits.maxWindowPixels()));
    }
  }

  private void decode(FrameRef ref, Frame frame, byte[] image) throws UndecodableImageException {
    Picture picture = PictureCodec.decode(image);
    Optional<Picture> first = pictures.values().stream().findFirst();
    if (first.isPresent()
        && (first.get().width() != picture.width() || first.get().height() != picture.height())) {
      problems.put(
          ref,
          "expected a picture of %dx%d as the frames before it, found %dx%d"
              .formatted(
                  first.get().width(), first.get().height(), picture.width(), picture.height()));
      return;
    }
    pictures.put(ref, picture);
    frames.put(ref, frame);
  }

  /** Why frames of the window are not there, for people. */
  Map<FrameRef, String> problems() {
    return problems;
  }

  /** Whether retention removed a frame of the window. */
  boolean isTrimmed(FrameRef ref) {
    return trimmed.contains(ref);
  }

  /** Whether the anchor can't be had, and the window's first frame stands in for it. */
  boolean isAnchorLost() {
    return anchorLost;
  }

  /** Frames that are there and that the window publishes, in order. */
  List<FrameRef> published() {
    if (frames.isEmpty()) {
      return List.of();
    }
    return window.getFrames().stream()
        .skip(window.getPublishFrom())
        .filter(frames::containsKey)
        .toList();
  }

  Frame frame(FrameRef ref) {
    return frames.get(ref);
  }

  /**
   * What the editor gets.
   *
   * @throws IllegalArgumentException where the window contradicts itself
   */
  WindowEdit toEdit() {
    List<FrameRef> present = window.getFrames().stream().filter(frames::containsKey).toList();
    boolean whole = present.size() == window.getFrames().size();
    int published = published().size();
    EditSpec edit = window.getEdit();
    FrameRef anchor = anchorLost ? present.get(0) : window.getAnchor();
    return new WindowEdit(
        RequestedEdit.parameters(edit),
        source(anchor),
        present.stream().map(this::source).toList(),
        whole
            ? window.getKeyframes()
            : Keyframes.indexes(present.size(), edit.getKeyframeInterval()),
        present.size() - published);
  }

  private SourceFrame source(FrameRef ref) {
    return new SourceFrame(ref.getSequence(), pictures.get(ref));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
