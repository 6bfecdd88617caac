package dev.frameloom.cli;

import dev.frameloom.config.ConfigException;
import dev.frameloom.media.FrameSize;
import dev.frameloom.media.SourceOptions;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Flags that say what part of a source is read, and how. */
final class SourceFlags {

  static final String INPUT_HELP =
      "A video file or its file: URL, a folder or pattern of pictures (frames/%%05d.png), - for a"
          + " pipe, http://…, rtsp://…, /dev/video0, or"
          + " lavfi:testsrc2=size=512x512:rate=25:duration=4.";

  @Option(
      names = "--size",
      paramLabel = "WxH|N",
      description =
          "Scale frames to this size. 0 for one side keeps the aspect, and so does one number, which"
              + " is the shorter side; the other is rounded to an even number.")
  private String size;

  @Option(names = "--max-frames", paramLabel = "N", description = "No more frames than this.")
  private Long maxFrames;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Leave out what is before: seconds, or mm:ss, or hh:mm:ss.")
  private Duration start;

  @Option(
      names = "--fps",
      paramLabel = "RATE",
      description = "Resample to this many frames per second; needed for pictures.")
  private Double fps;

  SourceOptions options() {
    try {
      return parsed();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  private SourceOptions parsed() {
    SourceOptions options = SourceOptions.all();
    if (size != null) {
      options = options.withSize(FrameSize.parse(size));
    }
    if (maxFrames != null) {
      options = options.withMaxFrames(maxFrames);
    }
    if (start != null) {
      options = options.withStart(start);
    }
    if (fps != null) {
      options = options.withFps(fps);
    }
    return options;
  }

  /** Seconds with or without a fraction, minutes and hours before colons. */
  static final class TimeConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      double seconds = 0;
      try {
        for (String part : text.split(":", 3)) {
          seconds = seconds * 60 + Double.parseDouble(part);
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "expected seconds, mm:ss or hh:mm:ss, found \"" + text + "\"");
      }
      if (!(seconds >= 0 && seconds < 1e9)) {
        throw new TypeConversionException("a time can't be negative: " + text);
      }
      return Duration.ofNanos(Math.round(seconds * 1e9));
    }
  }
}
