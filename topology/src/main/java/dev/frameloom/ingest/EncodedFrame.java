package dev.frameloom.ingest;

import dev.frameloom.media.VideoFrame;
import java.util.zip.CRC32C;

/**
 * A frame ready to be published.
 *
 * @param index its position in the source, from 0
 * @param width in pixels
 * @param height in pixels
 * @param captureTimeUs its time in the source, microseconds
 * @param durationUs how long it is shown, microseconds; 0 where unknown
 * @param fingerprint CRC-32C of its pixels
 * @param image the encoded picture; empty for a frame that was published before
 */
record EncodedFrame(
    long index,
    int width,
    int height,
    long captureTimeUs,
    long durationUs,
    long fingerprint,
    byte[] image) {

  static EncodedFrame of(long index, VideoFrame frame, byte[] image) {
    CRC32C crc = new CRC32C();
    crc.update(frame.picture().rgb());
    return new EncodedFrame(
        index,
        frame.picture().width(),
        frame.picture().height(),
        frame.captureTimeUs(),
        frame.durationUs(),
        crc.getValue(),
        image);
  }
}
