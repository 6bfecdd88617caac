package dev.frameloom.egress;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.Pictures;
import dev.frameloom.image.UndecodableImageException;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoSink;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Writes edited frames to a sink and counts what is odd about them. No Kafka here. */
final class FrameWriter {

  private final VideoSink sink;
  private final RecordListener listener;

  private long frames;
  private long firstSequence = -1;
  private long lastSequence = -1;
  private long missing;
  private long repeated;
  private long resized;
  private long bytes;
  private long decodeNanos;
  private long writeNanos;
  private int width;
  private int height;

  FrameWriter(VideoSink sink, RecordListener listener) {
    this.sink = sink;
    this.listener = listener;
  }

  /**
   * Writes a frame, unless its sequence was written already.
   *
   * @param where the record is, for messages
   */
  void write(EditedFrame frame, String where) {
    if (frames > 0 && frame.getSequence() <= lastSequence) {
      repeated++;
      return;
    }
    long begun = System.nanoTime();
    Picture picture = decode(frame, where);
    long decoded = System.nanoTime();
    decodeNanos += decoded - begun;
    sink.write(new VideoFrame(sized(picture), frame.getCaptureTimeUs(), frame.getDurationUs()));
    writeNanos += System.nanoTime() - decoded;
    count(frame);
    listener.onFrame(frame, picture);
  }

  private Picture decode(EditedFrame frame, String where) {
    ByteBuffer image = frame.getImage().duplicate();
    byte[] encoded = new byte[image.remaining()];
    image.get(encoded);
    bytes += encoded.length;
    try {
      return PictureCodec.decode(encoded);
    } catch (UndecodableImageException e) {
      throw new RecordingException(
          "frame %d of %s/%s at %s can't be decoded: %s"
              .formatted(
                  frame.getSequence(),
                  frame.getStreamId(),
                  frame.getEditId(),
                  where,
                  e.getMessage()),
          e);
    }
  }

  /** A video has one size: the first frame's. */
  private Picture sized(Picture picture) {
    if (frames == 0) {
      width = picture.width();
      height = picture.height();
    }
    if (picture.width() == width && picture.height() == height) {
      return picture;
    }
    resized++;
    return Pictures.resize(picture, width, height);
  }

  private void count(EditedFrame frame) {
    if (frames == 0) {
      firstSequence = frame.getSequence();
    } else {
      missing += frame.getSequence() - lastSequence - 1;
    }
    lastSequence = frame.getSequence();
    frames++;
  }

  long frames() {
    return frames;
  }

  RecordReport report(long readNanos, RecordReport.End end) {
    return new RecordReport(
        frames,
        firstSequence,
        lastSequence,
        missing,
        repeated,
        resized,
        bytes,
        TimeUnit.NANOSECONDS.toMillis(readNanos),
        TimeUnit.NANOSECONDS.toMillis(decodeNanos),
        TimeUnit.NANOSECONDS.toMillis(writeNanos),
        end);
  }
}
