package dev.frameloom.media;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a location names, told by its form. */
sealed interface Location {

  /** A video file. */
  record VideoFile(Path file) implements Location {}

  /**
   * A video that comes through a pipe: it can be read once, and only forwards.
   *
   * @param url FFmpeg's name for it
   */
  record Pipe(String url) implements Location {}

  /** An animation in the one format that FFmpeg does not decode. */
  record Animation(Path file) implements Location {}

  /** Picture files in order; at least one. */
  record Pictures(List<Path> files) implements Location {}

  /** A network address. */
  record Network(String url) implements Location {}

  /** A camera of this machine: its number, or its device file. */
  record Camera(String device) implements Location {}

  /** A description of FFmpeg filters. */
  record Synthetic(String filters) implements Location {}

  /** A number in a file name as printf writes it: {@code %d}, {@code %05d}. */
  Pattern NUMBER = Pattern.compile("%(?:0(\\d+))?d");

  /** Tells what a location names; files must exist. */
  static Location parse(String location) {
    if (location.isBlank()) {
      throw new MediaException("the location of the video is empty");
    }
    if (location.startsWith("lavfi:")) {
      return new Synthetic(location.substring("lavfi:".length()));
    }
    if (location.startsWith("webcam:")) {
      return new Camera(location.substring("webcam:".length()));
    }
    if (location.startsWith("/dev/video")) {
      return new Camera(location);
    }
    if (location.equals("-") || location.equals("pipe:") || location.equals("pipe:0")) {
      return standardInput();
    }
    if (FileUrl.matches(location)) {
      return file(FileUrl.names(location));
    }
    return NetworkOptions.scheme(location).isEmpty()
        ? file(List.of(location))
        : new Network(WebAddress.escaped(location));
  }

  /** The files that it names: none where it is no file, or where it can be read only once. */
  default List<Path> paths() {
    if (this instanceof VideoFile video) {
      return List.of(video.file());
    }
    if (this instanceof Animation animation) {
      return List.of(animation.file());
    }
    return this instanceof Pictures pictures ? pictures.files() : List.of();
  }

  /** The first of these names that something is there for. */
  private static Location file(List<String> names) {
    try {
      for (String name : names) {
        Optional<Location> found = existing(name);
        if (found.isPresent()) {
          return found.get();
        }
      }
      return new VideoFile(Path.of(names.get(0)));
    } catch (InvalidPathException e) {
      throw new MediaException(e.getInput() + " can't be the name of a file: " + e.getReason(), e);
    }
  }

  private static Optional<Location> existing(String name) {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      return Optional.of(new Pictures(PictureNames.inFolder(path)));
    }
    if (Files.isRegularFile(path)) {
      return Optional.of(file(path));
    }
    if (Files.exists(path)) {
      // what is there and is neither: a FIFO, /dev/stdin, /dev/fd/63
      return Optional.of(new Pipe("file:" + path));
    }
    return PictureNames.matching(name).map(Pictures::new);
  }

  /** A still picture is a sequence of one; what moves (APNG, GIF) is a video to FFmpeg. */
  private static Location file(Path path) {
    if (!PictureNames.isPicture(path) || !Files.isReadable(path)) {
      return new VideoFile(path);
    }
    if (AnimatedWebp.matches(path)) {
      return new Animation(path);
    }
    return PictureFiles.facts(path).animated() ? new VideoFile(path) : new Pictures(List.of(path));
  }

  /** What is redirected from a file is that file, which can be sought in. */
  private static Location standardInput() {
    Path device = Path.of("/dev/stdin");
    return Files.isRegularFile(device) ? new VideoFile(device) : new Pipe("pipe:0");
  }
}
