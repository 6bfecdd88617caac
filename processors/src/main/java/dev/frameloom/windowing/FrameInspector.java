package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.image.Thumbnail;
import dev.frameloom.image.UndecodableImageException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Looks at a frame from afar: whether its picture can be decoded, and its thumbnail. */
final class FrameInspector {

  private FrameInspector() {}

  /**
   * What windowing keeps of a frame.
   *
   * @param maxPixels most pixels that its picture may declare
   * @param problem takes what is wrong with the picture, if something is
   */
  static ArrivedFrame inspect(
      Frame frame, RecordMetadata at, long maxPixels, Consumer<String> problem) {
    FrameRef ref =
        new FrameRef(
            frame.getSequence(), frame.getCaptureTimeUs(), at.topic(), at.partition(), at.offset());
    byte[] image = new byte[frame.getImage().remaining()];
    frame.getImage().duplicate().get(image);
    ByteBuffer thumbnail = thumbnail(image, maxPixels, problem);
    return new ArrivedFrame(
        ref,
        frame.getWidth(),
        frame.getHeight(),
        thumbnail != null,
        thumbnail,
        frame.getEndOfStream(),
        crc(image));
  }

  private static long crc(byte[] image) {
    CRC32C crc = new CRC32C();
    crc.update(image);
    return crc.getValue();
  }

  private static ByteBuffer thumbnail(byte[] image, long maxPixels, Consumer<String> problem) {
    try {
      return ByteBuffer.wrap(Thumbnail.grey64(image, maxPixels));
    } catch (UndecodableImageException e) {
      problem.accept(e.getMessage());
      return null;
    }
  }
}
