package dev.frameloom.media;

import java.nio.file.Path;
import java.util.List;

/** Opens videos. */
public final class VideoSources {

  /** Frames per second of picture sequences when none are asked for. */
  private static final double PICTURES_PER_SECOND = 25;

  private VideoSources() {}

  /**
   * Opens what the location names, and decodes its first frame.
   *
   * <ul>
   *   <li>a video file, by its path or by a URL ({@code file:///clips/a%20b.mp4});
   *   <li>a pipe: a FIFO, {@code -}, {@code pipe:} or {@code /dev/stdin};
   *   <li>a picture sequence: a folder, a glob ({@code shots/*.png}) or a numbered name ({@code
   *       shots/%05d.png}), in the order people count;
   *   <li>a network address: {@code rtsp://}, {@code rtmp://}, {@code http(s)://}, {@code udp://},
   *       {@code srt://};
   *   <li>a camera of this machine: {@code webcam:0} or {@code /dev/video0};
   *   <li>a synthetic source of FFmpeg: {@code lavfi:testsrc2=size=512x512:rate=25:duration=4}.
   * </ul>
   *
   * @throws MediaException if it is missing, empty, no video, or if not one frame can be decoded
   */
  public static VideoSource open(String location, SourceOptions options) {
    Location parsed = Location.parse(location);
    VideoSource source = new ConvertedVideo(location, open(parsed, options), options);
    if (!source.info().live()) {
      // what is live comes one at a time, and must not wait for the next
      source = new ShownDurations(source);
    }
    if (options.fps().isPresent() && isResampled(parsed)) {
      source = new ResampledVideo(source, options.fps().getAsDouble());
    }
    return options.maxFrames() == Long.MAX_VALUE
        ? source
        : new LimitedVideo(source, options.maxFrames());
  }

  /**
   * The files that a location names, whether by path, by URL or by pattern: a video, or pictures in
   * order. None where it names a pipe, an address, a camera or a synthetic source.
   *
   * @throws MediaException if it names pictures of which there are none
   */
  public static List<Path> files(String location) {
    return Location.parse(location).paths();
  }

  private static RawFrames open(Location location, SourceOptions options) {
    if (location instanceof Location.VideoFile video) {
      return new DecodedStream(MediaInput.file(video.file()));
    }
    if (location instanceof Location.Pipe pipe) {
      return new DecodedStream(MediaInput.pipe(pipe.url()));
    }
    if (location instanceof Location.Animation animation) {
      return new AnimatedWebp(animation.file());
    }
    if (location instanceof Location.Pictures pictures) {
      return new PictureFiles(pictures.files(), options.fps().orElse(PICTURES_PER_SECOND));
    }
    if (location instanceof Location.Network network) {
      return new DecodedStream(MediaInput.network(network.url()));
    }
    if (location instanceof Location.Camera camera) {
      return new Camera(camera.device(), options.fps());
    }
    return new FilterGraph(((Location.Synthetic) location).filters());
  }

  private static boolean isResampled(Location location) {
    return !(location instanceof Location.Pictures || location instanceof Location.Camera);
  }
}
