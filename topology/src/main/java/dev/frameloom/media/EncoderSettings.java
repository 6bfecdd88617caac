package dev.frameloom.media;

/**
 * What an encoder is started with.
 *
 * @param width of the coded picture: even
 * @param height of the coded picture: even
 * @param frameRate nominal frames per second
 * @param bitRate bits per second
 */
record EncoderSettings(int width, int height, double frameRate, long bitRate) {

  private static final double FRAME_RATE_UNKNOWN = 25;
  private static final long LEAST_BIT_RATE = 300_000;

  EncoderSettings {
    if (width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException(width + "x" + height + " is not even");
    }
  }

  /** For frames like the first: sides padded to even numbers, rates as asked or from the frame. */
  static EncoderSettings of(VideoFrame first, SinkOptions options) {
    int width = first.picture().width() + first.picture().width() % 2;
    int height = first.picture().height() + first.picture().height() % 2;
    double nominal =
        first.durationUs() > 0 ? (double) Ffmpeg.MICROS / first.durationUs() : FRAME_RATE_UNKNOWN;
    // one very short or very long first frame must not fool the encoder's rate control
    double frameRate = Math.min(240, Math.max(1, options.frameRate().orElse(nominal)));
    double fair = SinkOptions.DEFAULT_BITS_PER_PIXEL * width * height * frameRate;
    return new EncoderSettings(
        width,
        height,
        frameRate,
        options.bitRate().orElse(Math.max(LEAST_BIT_RATE, Math.round(fair))));
  }
}
