package dev.frameloom.ingest;

import dev.frameloom.avro.Frame;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last frame of a stream that was published. As text it is the metadata of a committed offset,
 * see {@link StreamLedger}.
 *
 * @param sequence its sequence
 * @param captureTimeUs its capture time, microseconds
 * @param durationUs how long it is shown, microseconds
 * @param fingerprint CRC-32C of its pixels before they were encoded; empty where unknown
 * @param ended whether it was marked as the stream's last
 */
record StreamPosition(
    long sequence, long captureTimeUs, long durationUs, OptionalLong fingerprint, boolean ended) {

  private static final Pattern TEXT =
      Pattern.compile(
          "sequence=(\\d+) captureTimeUs=(-?\\d+) durationUs=(\\d+) pixels=([0-9a-f]+|unknown)"
              + " ended=(true|false)");

  static StreamPosition of(Frame frame) {
    return new StreamPosition(
        frame.getSequence(),
        frame.getCaptureTimeUs(),
        frame.getDurationUs(),
        OptionalLong.empty(),
        frame.getEndOfStream());
  }

  static Optional<StreamPosition> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String pixels = matcher.group(4);
    return Optional.of(
        new StreamPosition(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            pixels.equals("unknown")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(pixels, 16)),
            Boolean.parseBoolean(matcher.group(5))));
  }

  String text() {
    String pixels = fingerprint.isPresent() ? Long.toHexString(fingerprint.getAsLong()) : "unknown";
    return "sequence=%d captureTimeUs=%d durationUs=%d pixels=%s ended=%s"
        .formatted(sequence, captureTimeUs, durationUs, pixels, ended);
  }

  /** Whether a frame at the same place of a source may be this one. */
  boolean matches(EncodedFrame frame) {
    return captureTimeUs == frame.captureTimeUs()
        && (fingerprint.isEmpty() || fingerprint.getAsLong() == frame.fingerprint());
  }
}
