package dev.frameloom.media;

import dev.frameloom.image.PictureFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Picture files as the frames of a video, in the given order, each shown equally long. */
final class PictureFiles implements RawFrames {

  /** Of a larger file only the beginning is looked at, before it is decoded. */
  private static final int LOOKED_AT = 256 << 20;

  private final List<Path> files;
  private final double fps;
  private final NotesByName notes = new NotesByName();
  private RawFrames current;
  private int next;

  /** Of at least one file. */
  PictureFiles(List<Path> files, double fps) {
    this.files = List.copyOf(files);
    this.fps = fps;
  }

  /** What is known of a picture file beforehand. */
  static PictureFacts facts(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return PictureFacts.of(in.readNBytes(LOOKED_AT));
    } catch (IOException e) {
      throw new MediaException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<RawFrame> next() {
    close();
    if (next == files.size()) {
      return Optional.empty();
    }
    int index = next++;
    Path file = files.get(index);
    MediaInput input = MediaInput.file(file);
    PictureFacts facts = facts(file);
    current =
        facts.animated() && AnimatedWebp.matches(file)
            ? new AnimatedWebp(file)
            : new DecodedStream(input, 1);
    RawFrame frame =
        current
            .next()
            .orElseThrow(
                () ->
                    new MediaException(
                        file
                            + " is damaged: no picture can be decoded"
                            + facts.damage().map(it -> " (" + it + ")").orElse("")));
    note(file, facts);
    long timeUs = timeUs(index);
    return Optional.of(
        new RawFrame(frame.pixels(), timeUs, timeUs(index + 1) - timeUs, facts.orientation()));
  }

  private void note(Path file, PictureFacts facts) {
    String name = file.getFileName().toString();
    facts
        .damage()
        .or(FfmpegLog::takeLast)
        .ifPresent(
            it ->
                notes.add("damaged pictures were taken as far as they go", name + " (" + it + ")"));
    if (facts.animated()) {
      notes.add("of animated pictures only the first is taken", name);
    }
  }

  private long timeUs(int index) {
    return Math.round(index * (Ffmpeg.MICROS / fps));
  }

  @Override
  public String codec() {
    return "pictures";
  }

  @Override
  public double frameRate() {
    return fps;
  }

  @Override
  public long frameCount() {
    return files.size();
  }

  @Override
  public List<String> warnings() {
    return notes.lines();
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
