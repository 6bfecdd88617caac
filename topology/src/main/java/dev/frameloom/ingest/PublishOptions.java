package dev.frameloom.ingest;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.schemas.Keys;
import java.time.Duration;

/**
 * How a video is published.
 *
 * @param streamId the stream that its frames belong to; the records' key
 * @param encoding how pictures are encoded
 * @param quality of JPEG, 1 to 100
 * @param realtime whether frames are published at the pace at which they were captured, as a camera
 *     would
 * @param endOnStop whether a stop ends the stream (its last frame is marked, open windows close at
 *     once) or leaves it open to be continued
 * @param commitInterval frames become visible to readers together, this often
 */
public record PublishOptions(
    String streamId,
    ImageEncoding encoding,
    int quality,
    boolean realtime,
    boolean endOnStop,
    Duration commitInterval) {

  private static final int DEFAULT_QUALITY = 90;
  private static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(200);

  public PublishOptions {
    Keys.checkedId("stream id", streamId);
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality must be 1 to 100, found " + quality);
    }
    if (commitInterval.isNegative() || commitInterval.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException(
          "commit interval must be 0 to 10 s, found " + commitInterval);
    }
  }

  /** JPEG of quality 90, as fast as it goes; a stop leaves the stream open. */
  public static PublishOptions of(String streamId) {
    return new PublishOptions(
        streamId, ImageEncoding.JPEG, DEFAULT_QUALITY, false, false, DEFAULT_COMMIT_INTERVAL);
  }

  /** With pictures encoded otherwise. */
  public PublishOptions withEncoding(ImageEncoding wanted, int wantedQuality) {
    return new PublishOptions(streamId, wanted, wantedQuality, realtime, endOnStop, commitInterval);
  }

  /** At the pace of capture, or as fast as it goes. */
  public PublishOptions withRealtime(boolean paced) {
    return new PublishOptions(streamId, encoding, quality, paced, endOnStop, commitInterval);
  }

  /** Ending the stream when stopped, or not. */
  public PublishOptions withEndOnStop(boolean ends) {
    return new PublishOptions(streamId, encoding, quality, realtime, ends, commitInterval);
  }

  /** With frames becoming visible this often. */
  public PublishOptions withCommitInterval(Duration interval) {
    return new PublishOptions(streamId, encoding, quality, realtime, endOnStop, interval);
  }
}
