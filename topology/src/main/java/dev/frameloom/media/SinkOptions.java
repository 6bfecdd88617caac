package dev.frameloom.media;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a video is written.
 *
 * @param encoder FFmpeg's name of the encoder; empty for the first of those for the file's kind
 *     that this build has
 * @param bitRate bits per second; empty for {@link #DEFAULT_BITS_PER_PIXEL}
 * @param frameRate nominal frames per second, which the encoder plans by; empty for what the first
 *     frame's duration says. Times are the frames' own in any case
 * @param sound the clip whose sound is carried over: packet by packet where this kind of file holds
 *     it and common players play it there, encoded anew otherwise; empty for none
 * @param layout how the file is laid out
 */
public record SinkOptions(
    Optional<String> encoder,
    OptionalLong bitRate,
    OptionalDouble frameRate,
    Optional<ClipSound> sound,
    Layout layout) {

  /** Enough that libopenh264 keeps the texture of a drawing. */
  public static final double DEFAULT_BITS_PER_PIXEL = 0.25;

  /** How an MP4 file is laid out. */
  public enum Layout {
    /** Index first: plays while it is downloaded. Needs to be closed. */
    FAST_START,
    /**
     * Written in fragments, so that it plays even if this process is killed; index last once
     * closed.
     */
    FRAGMENTED,
    /** Written in one pass without going back: what a pipe takes, whatever else was asked for. */
    STREAMED
  }

  public SinkOptions {
    if (bitRate.isPresent() && bitRate.getAsLong() < 1000) {
      throw new IllegalArgumentException(
          bitRate.getAsLong() + " bits per second: expected at least 1000");
    }
    if (frameRate.isPresent() && !(frameRate.getAsDouble() > 0)) {
      throw new IllegalArgumentException(frameRate.getAsDouble() + " frames per second");
    }
  }

  /** The encoder for the file's kind, a fair bit rate, no sound. */
  public static SinkOptions defaults() {
    return new SinkOptions(
        Optional.empty(),
        OptionalLong.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Layout.FAST_START);
  }

  /** With an encoder by FFmpeg's name. */
  public SinkOptions withEncoder(String name) {
    return new SinkOptions(Optional.of(name), bitRate, frameRate, sound, layout);
  }

  /** With so many bits per second. */
  public SinkOptions withBitRate(long bitsPerSecond) {
    return new SinkOptions(encoder, OptionalLong.of(bitsPerSecond), frameRate, sound, layout);
  }

  /** With a nominal frame rate. */
  public SinkOptions withFrameRate(double fps) {
    return new SinkOptions(encoder, bitRate, OptionalDouble.of(fps), sound, layout);
  }

  /** With the sound of a clip that is a file, if it has any. */
  public SinkOptions withAudioFrom(Path clip) {
    return withSound(new ClipSound(clip.toString(), SoundWish.usual()));
  }

  /** With the sound of a clip, if it has any. */
  public SinkOptions withSound(ClipSound clip) {
    return new SinkOptions(encoder, bitRate, frameRate, Optional.of(clip), layout);
  }

  /** With a layout. */
  public SinkOptions withLayout(Layout wanted) {
    return new SinkOptions(encoder, bitRate, frameRate, sound, wanted);
  }
}
