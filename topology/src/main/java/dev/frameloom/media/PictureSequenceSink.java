package dev.frameloom.media;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/** One picture file per frame, numbered from 0. Times are not kept: pictures have none. */
final class PictureSequenceSink implements VideoSink {

  private static final int JPEG_QUALITY = 95;

  private final Path pattern;
  private final ImageEncoding encoding;
  private long next;

  PictureSequenceSink(Path pattern, SinkOptions options) {
    this.pattern = pattern;
    this.encoding = encoding(pattern);
    if (options.encoder().isPresent()) {
      throw new MediaException(
          pattern + ": pictures are written without FFmpeg; leave out the encoder");
    }
    OutputFiles.requireWritable(numbered(0));
  }

  static boolean isNumbered(Path file) {
    return Location.NUMBER.matcher(file.getFileName().toString()).find();
  }

  private static ImageEncoding encoding(Path pattern) {
    String name = pattern.getFileName().toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "png" -> ImageEncoding.PNG;
      case "jpg", "jpeg" -> ImageEncoding.JPEG;
      default ->
          throw new MediaException(pattern + ": numbered pictures end in .png, .jpg or .jpeg");
    };
  }

  private Path numbered(long number) {
    String name = pattern.getFileName().toString();
    Matcher matcher = Location.NUMBER.matcher(name);
    if (!matcher.find()) {
      throw new IllegalArgumentException(pattern + " has no number");
    }
    String digits = Long.toString(number);
    int width = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    String padded = "0".repeat(Math.max(0, width - digits.length())) + digits;
    return pattern.resolveSibling(
        name.substring(0, matcher.start()) + padded + name.substring(matcher.end()));
  }

  @Override
  public void write(VideoFrame frame) {
    Path file = numbered(next);
    try {
      Files.write(file, PictureCodec.encode(frame.picture(), encoding, JPEG_QUALITY));
    } catch (IOException e) {
      throw new MediaException(file + " can't be written: " + e.getMessage(), e);
    }
    next++;
  }

  @Override
  public String encoder() {
    return encoding.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> notes() {
    return List.of("pictures carry no times");
  }

  @Override
  public void close() {
    // every file is closed when it is written
  }
}
