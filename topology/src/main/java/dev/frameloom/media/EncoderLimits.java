package dev.frameloom.media;

import dev.frameloom.image.Picture;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;

/**
 * Why an encoder does not take pictures of a size, found by trying others: no encoder tells its
 * limits, and each build has its own.
 */
final class EncoderLimits {

  /** A longer side that every encoder takes. */
  private static final int ORDINARY = 640;

  private static final int LARGEST = 16_384;

  private EncoderLimits() {}

  /** The failure with the encoder's limit, and what to do. */
  static MediaException explained(
      MediaException failure, AVCodec codec, EncoderSettings settings, Muxer muxer) {
    String name = codec.name().getString();
    if (encodes(codec, settings)) {
      return failure; // it is not the size
    }
    String size = settings.width() + "x" + settings.height();
    Optional<String> limit = limit(codec, settings);
    Optional<String> other = other(name, settings, muxer);
    return new MediaException(
        "the encoder %s can't write pictures of %s%s; %s%s%s"
            .formatted(
                name,
                size,
                limit.map(it -> ", " + it).orElse(""),
                limit.isPresent() ? "scale them with --size" : "write another --size",
                other.isPresent() ? ", or take another with --encoder " : "",
                other.orElse("")),
        limit.isPresent() ? null : failure);
  }

  /** The nearest size of the same shape that it takes. */
  private static Optional<String> limit(AVCodec codec, EncoderSettings settings) {
    int longer = Math.max(settings.width(), settings.height());
    if (!encodes(codec, scaled(settings, ORDINARY))) {
      return Optional.empty();
    }
    boolean tooLarge = longer > ORDINARY;
    int good = ORDINARY;
    int bad = longer;
    while (Math.abs(good - bad) > 2) {
      int middle = (good + bad) / 4 * 2;
      if (middle == good || middle == bad) {
        break;
      }
      if (encodes(codec, scaled(settings, middle))) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    EncoderSettings nearest = scaled(settings, good);
    return Optional.of(
        "%s %dx%d of this shape"
            .formatted(tooLarge ? "at most" : "at least", nearest.width(), nearest.height()));
  }

  private static EncoderSettings scaled(EncoderSettings settings, int longer) {
    double scale = (double) longer / Math.max(settings.width(), settings.height());
    return new EncoderSettings(
        even(settings.width() * scale),
        even(settings.height() * scale),
        settings.frameRate(),
        settings.bitRate());
  }

  private static int even(double side) {
    return Math.min(LARGEST, Math.max(2, (int) Math.round(side / 2) * 2));
  }

  /** Another encoder of this build that takes them, for this kind of file. */
  private static Optional<String> other(String name, EncoderSettings settings, Muxer muxer) {
    return List.of("libx264", "libopenh264", "libvpx-vp9", "mpeg4").stream()
        .filter(it -> !it.equals(name))
        .filter(
            it ->
                Encoders.find(it)
                    .filter(codec -> muxer.holds(codec.id()) && encodes(codec, settings))
                    .isPresent())
        .findFirst();
  }

  /** Whether a black picture comes out encoded. */
  private static boolean encodes(AVCodec codec, EncoderSettings settings) {
    int width = settings.width();
    int height = settings.height();
    try (VideoEncoder encoder = new VideoEncoder(codec, settings, /* globalHeader= */ false)) {
      int[] packets = new int[1];
      Picture black = new Picture(width, height, new byte[3 * width * height]);
      encoder.encode(black, 0, Ffmpeg.MICROS / 25, packet -> packets[0]++);
      encoder.finish(packet -> packets[0]++);
      return packets[0] > 0;
    } catch (MediaException e) {
      return false;
    }
  }
}
