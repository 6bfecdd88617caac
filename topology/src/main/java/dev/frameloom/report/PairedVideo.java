package dev.frameloom.report;

import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.media.MediaException;
import dev.frameloom.media.SourceOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSource;
import dev.frameloom.media.VideoSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A source and its edited video, read side by side: the first frame of one belongs to the first of
 * the other, and so on, until one of them ends. For one thread.
 */
public final class PairedVideo implements AutoCloseable {

  private final String sourceName;
  private final String editedName;
  private final VideoSource source;
  private final VideoSource edited;
  private final SourceOptions options;
  private final List<String> notes = new ArrayList<>();

  private long pairs;
  private long sourceStartUs;
  private long editedStartUs;
  private boolean drifted;
  private boolean ended;

  private PairedVideo(
      String sourceName,
      VideoSource source,
      String editedName,
      VideoSource edited,
      SourceOptions options) {
    this.sourceName = sourceName;
    this.editedName = editedName;
    this.source = source;
    this.edited = edited;
    this.options = options;
  }

  /**
   * Opens both.
   *
   * @param options what part of the source is read, and how. The edited video is read from its
   *     beginning, and scaled to the source's size only where the options name a size
   * @throws MediaException where one can't be read, is live, or where they are of different sizes
   *     and no size is named
   */
  public static PairedVideo open(String source, String edited, SourceOptions options) {
    VideoSource first = VideoSources.open(source, options);
    try {
      VideoSource second = VideoSources.open(edited, SourceOptions.all());
      PairedVideo pair = new PairedVideo(source, first, edited, second, options);
      try {
        pair.check();
        return pair;
      } catch (RuntimeException e) {
        second.close();
        throw e;
      }
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }

  private void check() {
    refuseLive(sourceName, source.info());
    refuseLive(editedName, edited.info());
    VideoInfo expected = source.info();
    VideoInfo found = edited.info();
    boolean same = expected.width() == found.width() && expected.height() == found.height();
    if (!same && options.size().isEmpty()) {
      throw new MediaException(
          "frames of one size can be compared, and %s has %dx%d, %s %dx%d; --size %dx%d scales both"
              .formatted(
                  sourceName,
                  expected.width(),
                  expected.height(),
                  editedName,
                  found.width(),
                  found.height(),
                  Math.min(expected.width(), found.width()),
                  Math.min(expected.height(), found.height())));
    }
    if (!same) {
      notes.add(
          "%s is scaled from %dx%d to %dx%d"
              .formatted(
                  editedName, found.width(), found.height(), expected.width(), expected.height()));
    }
  }

  private static void refuseLive(String name, VideoInfo info) {
    if (info.live()) {
      throw new MediaException(name + " is live; record it first, and evaluate the file");
    }
  }

  /** Where the source is. */
  public String sourceName() {
    return sourceName;
  }

  /** Where the edited video is. */
  public String editedName() {
    return editedName;
  }

  /** What is known of the source beforehand. */
  public VideoInfo source() {
    return source.info();
  }

  /** What is known of the edited video beforehand. */
  public VideoInfo edited() {
    return edited.info();
  }

  /** How many pairs there will probably be; 0 where unknown. */
  public long expectedPairs() {
    long first = source.info().expectedFrames();
    long second = edited.info().expectedFrames();
    return first == 0 || second == 0 ? Math.max(first, second) : Math.min(first, second);
  }

  /** The next pair; empty where one of the videos has ended. */
  public Optional<FramePair> next() {
    if (ended || pairs == options.maxFrames()) {
      return Optional.empty();
    }
    Optional<VideoFrame> before = source.next();
    Optional<VideoFrame> after = edited.next();
    if (before.isEmpty() || after.isEmpty()) {
      end(before.isPresent(), after.isPresent());
      return Optional.empty();
    }
    VideoFrame from = before.get();
    VideoFrame to = after.get();
    if (pairs == 0) {
      sourceStartUs = from.captureTimeUs();
      editedStartUs = to.captureTimeUs();
    }
    compareTimes(from, to);
    Picture result = Pictures.resize(to.picture(), from.picture().width(), from.picture().height());
    double seconds = (from.captureTimeUs() - sourceStartUs) / 1e6;
    return Optional.of(new FramePair(pairs++, seconds, from.picture(), result));
  }

  private void end(boolean sourceGoesOn, boolean editedGoesOn) {
    ended = true;
    if (sourceGoesOn != editedGoesOn) {
      notes.add(
          "%s ends after %d frames and %s goes on: those %d were compared"
              .formatted(
                  sourceGoesOn ? editedName : sourceName,
                  pairs,
                  sourceGoesOn ? sourceName : editedName,
                  pairs));
    }
  }

  /** Says once where the frames of a pair are shown at times that are a frame or more apart. */
  private void compareTimes(VideoFrame from, VideoFrame to) {
    long fromUs = from.captureTimeUs() - sourceStartUs;
    long toUs = to.captureTimeUs() - editedStartUs;
    long frameUs = Math.max(from.durationUs(), to.durationUs());
    if (!drifted && frameUs > 0 && Math.abs(fromUs - toUs) >= frameUs) {
      drifted = true;
      notes.add(
          String.format(
              Locale.ROOT,
              "frame %d is shown after %.3f s in %s, and after %.3f s in %s: are these the same frames?"
                  + " --start and --fps read the source as it was when it was edited",
              pairs,
              fromUs / 1e6,
              sourceName,
              toUs / 1e6,
              editedName));
    }
  }

  /** What a user should know of what was compared so far. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>();
    source.warnings().forEach(it -> all.add(sourceName + ": " + it));
    edited.warnings().forEach(it -> all.add(editedName + ": " + it));
    all.addAll(notes);
    return List.copyOf(all);
  }

  @Override
  public void close() {
    try {
      edited.close();
    } finally {
      source.close();
    }
  }
}
