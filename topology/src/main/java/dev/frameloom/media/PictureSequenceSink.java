package dev.frameloom.media;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One picture file per frame, numbered from 0. Times are not kept: pictures have none. Where no
 * picture of the sequence is there, each appears when it is written; an earlier sequence is
 * replaced at the end only.
 */
final class PictureSequenceSink implements VideoSink {

  private static final int JPEG_QUALITY = 95;

  private final NumberedName names;
  private final ImageEncoding encoding;
  private final List<String> notes = new ArrayList<>(List.of("pictures carry no times"));
  private final EarlierPictures earlier;
  private long next;
  private boolean complete;
  private boolean closed;

  PictureSequenceSink(Path pattern, SinkOptions options) {
    this.names = NumberedName.parse(pattern);
    this.encoding = encoding(names.after());
    requireNoEncoder(pattern, options);
    OutputFiles.requireWritable(names.numbered(0));
    this.earlier = new EarlierPictures(names);
  }

  static void requireNoEncoder(Path pattern, SinkOptions options) {
    if (options.encoder().isPresent()) {
      throw new MediaException(
          pattern + ": pictures are written without FFmpeg; leave out the encoder");
    }
  }

  private static ImageEncoding encoding(String after) {
    return after.toLowerCase(Locale.ROOT).endsWith(".png") ? ImageEncoding.PNG : ImageEncoding.JPEG;
  }

  @Override
  public void write(VideoFrame frame) {
    Path file = earlier.placeOf(next);
    try {
      Files.write(file, PictureCodec.encode(frame.picture(), encoding, JPEG_QUALITY));
    } catch (IOException e) {
      OutputFiles.delete(file);
      throw new MediaException(
          names.numbered(next) + " can't be written: " + OutputFiles.reason(e), e);
    }
    next++;
  }

  @Override
  public String encoder() {
    return encoding.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void complete() {
    complete = true;
    close();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (complete) {
      notes.addAll(earlier.replace(next));
    } else {
      earlier.keepBeside(next);
    }
  }
}
