package dev.frameloom.roles;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.sample.SampleScene;
import java.nio.ByteBuffer;

/** Frames of one stream, made one by one; the same each time. */
record StreamOfFrames(String streamId, int length) {

  Frame frame(int sequence) {
    byte[] image =
        PictureCodec.encode(
            new SampleScene(64, 48).frame(sequence), dev.frameloom.image.ImageEncoding.JPEG, 80);
    return Frame.newBuilder()
        .setStreamId(streamId)
        .setSequence(sequence)
        .setCaptureTimeUs(sequence * 40_000L)
        .setDurationUs(40_000)
        .setWidth(64)
        .setHeight(48)
        .setEncoding(ImageEncoding.JPEG)
        .setImage(ByteBuffer.wrap(image))
        .setEndOfStream(sequence == length - 1)
        .build();
  }
}
