package dev.frameloom.restyle;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.edit.ClipSize;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.editing.RequestedEdit;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSource;
import dev.frameloom.windowing.Keyframes;
import java.util.List;
import java.util.Optional;

/**
 * A clip that is edited as one window: it is refused where it is longer than a window may be, or
 * its memory has no room, before anything is done where its length is known, and else where a frame
 * too many comes.
 */
final class WholeClip implements VideoSource {

  private static final long MEGABYTE = 1_000_000;

  /** A frame as it comes and as it is edited. */
  private static final int BYTES_OF_PIXEL = 6;

  private final VideoSource source;
  private final EditSpec edit;
  private final int most;
  private int given;

  private WholeClip(VideoSource source, EditSpec edit, int most) {
    this.source = source;
    this.edit = edit;
    this.most = most;
  }

  /**
   * The source, which fails where it is longer than a window; as it is where the edit has windows.
   *
   * @param cut whether somebody asked for windows of a length
   * @throws RestyleException where it is known to be too long, or has no end
   * @throws dev.frameloom.edit.EditException where the model's memory has no room for it
   */
  static VideoSource of(VideoSource source, EditSpec edit, boolean cut, EditRuntime runtime) {
    RegisteredMethod method = RegisteredMethod.byId(edit.getMethod());
    if (cut || !method.takesWholeClips(edit.getOptions())) {
      return source;
    }
    int most = Keyframes.fullWindow(edit.getWindowKeyframes(), edit.getKeyframeInterval());
    VideoInfo info = source.info();
    if (info.live()) {
      throw refused(edit, "a live source has no end");
    }
    if (info.expectedFrames() > most) {
      throw refused(
          edit, "this clip has %d frames, at most %d fit".formatted(info.expectedFrames(), most));
    }
    if (info.expectedFrames() > 0) {
      requireRoom(edit, info, runtime);
    }
    return new WholeClip(source, edit, most);
  }

  private static void requireRoom(EditSpec edit, VideoInfo info, EditRuntime runtime) {
    ClipSize clip =
        new ClipSize(
            info.width(),
            info.height(),
            Math.toIntExact(info.expectedFrames()),
            edit.getKeyframeInterval());
    runtime.requireRoom(RequestedEdit.parameters(edit), clip);
    long pictures = (long) BYTES_OF_PIXEL * clip.width() * clip.height() * clip.frames();
    // a quarter is for everything else
    long heap = Runtime.getRuntime().maxMemory() / 4 * 3;
    if (pictures > heap) {
      throw refused(
          edit,
          "%d frames of %dx%d take %,d MB of Java's heap, which has %,d MB for them (option -Xmx of the JVM)"
              .formatted(
                  clip.frames(),
                  clip.width(),
                  clip.height(),
                  pictures / MEGABYTE,
                  heap / MEGABYTE));
    }
  }

  private static RestyleException refused(EditSpec edit, String why) {
    return new RestyleException(
        ("method %s with compat=%s edits a clip as one window: %s. Take a part of it (--max-frames),"
                + " leave out --option compat, or set --window-keyframes, each of whose windows is"
                + " then a clip by itself")
            .formatted(edit.getMethod(), edit.getOptions().get("compat"), why));
  }

  @Override
  public Optional<VideoFrame> next() {
    Optional<VideoFrame> frame = source.next();
    if (frame.isPresent() && ++given > most) {
      throw refused(edit, "this clip has more than the %d frames that fit".formatted(most));
    }
    return frame;
  }

  @Override
  public VideoInfo info() {
    return source.info();
  }

  @Override
  public List<String> warnings() {
    return source.warnings();
  }

  @Override
  public void close() {
    source.close();
  }
}
