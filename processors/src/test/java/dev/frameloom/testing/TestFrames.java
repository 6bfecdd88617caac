package dev.frameloom.testing;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frame records with real pictures. */
public final class TestFrames {

  private TestFrames() {}

  /** A grey picture of 64x48 as PNG. */
  public static Frame grey(String streamId, long sequence, int level) {
    return frame(streamId, sequence, png(64, 48, level), false);
  }

  public static Frame last(String streamId, long sequence, int level) {
    return frame(streamId, sequence, png(64, 48, level), true);
  }

  public static Frame undecodable(String streamId, long sequence) {
    return frame(streamId, sequence, new byte[] {1, 2, 3}, false);
  }

  public static Frame frame(String streamId, long sequence, byte[] image, boolean endOfStream) {
    return Frame.newBuilder()
        .setStreamId(streamId)
        .setSequence(sequence)
        .setCaptureTimeUs(sequence * 40_000)
        .setDurationUs(40_000)
        .setWidth(64)
        .setHeight(48)
        .setEncoding(ImageEncoding.PNG)
        .setImage(ByteBuffer.wrap(image))
        .setEndOfStream(endOfStream)
        .build();
  }

  public static byte[] png(int width, int height, int level) {
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) level);
    return PictureCodec.encode(
        new Picture(width, height, rgb), dev.frameloom.image.ImageEncoding.PNG, 100);
  }
}
