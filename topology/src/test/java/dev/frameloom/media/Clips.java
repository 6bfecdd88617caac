package dev.frameloom.media;

import dev.frameloom.image.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Assumptions;

/** Small clips for tests, and what is in a clip. */
public final class Clips {

  private Clips() {}

  /** Frames of FFmpeg's moving test picture. */
  public static List<VideoFrame> testFrames(int width, int height, int count) {
    return read(
        "lavfi:testsrc2=size=%dx%d:rate=25".formatted(width, height),
        SourceOptions.all().withMaxFrames(count));
  }

  /** All frames of a location. */
  public static List<VideoFrame> read(String location, SourceOptions options) {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoSource source = VideoSources.open(location, options)) {
      Optional<VideoFrame> frame = source.next();
      while (frame.isPresent()) {
        frames.add(frame.get());
        frame = source.next();
      }
    }
    return frames;
  }

  public static List<VideoFrame> read(Path file) {
    return read(file.toString(), SourceOptions.all());
  }

  /** Writes frames to a file, and gives it back. */
  public static Path write(Path file, List<VideoFrame> frames, SinkOptions options) {
    try (VideoSink sink = VideoSinks.open(file, options)) {
      frames.forEach(sink::write);
      sink.complete();
    }
    return file;
  }

  public static List<Long> times(List<VideoFrame> frames) {
    return frames.stream().map(VideoFrame::captureTimeUs).toList();
  }

  /** A picture of one colour. */
  static Picture plain(int width, int height, int red, int green, int blue) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new Picture(width, height, rgb);
  }

  /** One packet of a clip's sound. */
  public record Sound(long timeUs, byte[] bytes) {}

  /** The packets of a clip's sound as they are stored. */
  public static List<Sound> sound(Path clip) {
    List<Sound> packets = new ArrayList<>();
    try (AudioTrack track = AudioTrack.open(clip).orElseThrow()) {
      while (track.peek() != null) {
        AVPacket packet = track.peek();
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        packets.add(new Sound(track.timeUs(), bytes));
        track.take();
      }
    }
    return packets;
  }

  /** A sample clip; tests that need it are skipped where it is not at hand. */
  public static Path sample(String name) {
    for (Path root : List.of(Path.of(".."), Path.of("../.."))) {
      Path file = root.resolve("shared/data").resolve(name);
      if (java.nio.file.Files.exists(file)) {
        return file;
      }
    }
    Assumptions.abort("sample clip " + name + " is not at hand");
    throw new AssertionError();
  }

  /** The mean absolute difference of two pictures of one size, in grey levels. */
  public static double difference(Picture left, Picture right) {
    if (left.rgb().length != right.rgb().length) {
      throw new IllegalArgumentException(left + " and " + right);
    }
    long sum = 0;
    for (int i = 0; i < left.rgb().length; i++) {
      sum += Math.abs((left.rgb()[i] & 0xff) - (right.rgb()[i] & 0xff));
    }
    return (double) sum / left.rgb().length;
  }
}
