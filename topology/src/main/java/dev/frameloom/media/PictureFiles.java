package dev.frameloom.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Picture files as the frames of a video, in the given order, each shown equally long. */
final class PictureFiles implements RawFrames {

  private final List<Path> files;
  private final double fps;
  private DecodedStream current;
  private int next;

  /** Of at least one file. */
  PictureFiles(List<Path> files, double fps) {
    this.files = List.copyOf(files);
    this.fps = fps;
  }

  @Override
  public Optional<RawFrame> next() {
    close();
    if (next == files.size()) {
      return Optional.empty();
    }
    int index = next++;
    Path file = files.get(index);
    current = new DecodedStream(MediaInput.file(file));
    RawFrame frame =
        current
            .next()
            .orElseThrow(() -> new MediaException(file + " is damaged: no picture can be decoded"));
    long timeUs = timeUs(index);
    return Optional.of(new RawFrame(frame.pixels(), timeUs, timeUs(index + 1) - timeUs));
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
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
