package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.frameloom.image.PictureFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * An animated WebP, through OpenCV (FFmpeg decodes still ones only), which decodes all of it at
 * once: one that takes too much memory is refused.
 */
final class AnimatedWebp implements RawFrames {

  /** Decoded frames of one animation, in bytes, at most. */
  private static final long MOST_BYTES = 512L << 20;

  /** The bytes that tell: the container's header and its first chunk. */
  private static final int BEGINNING = 30;

  private static final int FRAME_HEADER = 0x414e4d46;

  /** Where the container's header has its width less one, and then its height less one. */
  private static final int WIDTH = 24;

  /** Where a frame's header has its duration, 24 bits of milliseconds. */
  private static final int DURATION = 12;

  /** Browsers show frames that say less than this for a tenth of a second. */
  private static final int SHORTEST_MILLIS = 11;

  private final List<Integer> millis;
  private final AVFrame frame = av_frame_alloc();
  private final MatVector decoded = new MatVector();
  private long canvas;
  private int next;
  private long timeUs;
  private boolean closed;

  AnimatedWebp(Path file) {
    try {
      this.millis = durations(file);
      decode(file);
    } catch (IOException e) {
      close();
      throw new MediaException(file + " can't be read: " + e.getMessage(), e);
    } catch (MediaException e) {
      close();
      throw e;
    }
  }

  /** Whether a file is an animated WebP, whatever its name. */
  static boolean matches(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] beginning = in.readNBytes(BEGINNING);
      return beginning.length == BEGINNING
          && beginning[0] == 'R'
          && beginning[8] == 'W'
          && PictureFacts.of(beginning).animated();
    } catch (IOException e) {
      throw new MediaException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** How long each frame is shown: read from the container, since OpenCV does not tell Java. */
  private List<Integer> durations(Path file) throws IOException {
    List<Integer> millis = new ArrayList<>();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(WIDTH);
      canvas = (number(bytes) + 1L) * (number(bytes) + 1L);
      long at = 12;
      while (at + 8 <= bytes.length()) {
        bytes.seek(at);
        int type = bytes.readInt();
        long length = Integer.reverseBytes(bytes.readInt()) & 0xffffffffL;
        if (at + 8 + length > bytes.length()) {
          break;
        }
        if (type == FRAME_HEADER && length > DURATION + 3) {
          bytes.seek(at + 8 + DURATION);
          int shown = number(bytes);
          millis.add(shown < SHORTEST_MILLIS ? 100 : shown);
        }
        at += 8 + length + (length & 1);
      }
    }
    return millis;
  }

  @Override
  public Optional<RawFrame> next() {
    if (next == millis.size()) {
      return Optional.empty();
    }
    try (Mat mat = decoded.get(next);
        BytePointer pixels = mat.data()) {
      frame.format(mat.channels() == 4 ? AV_PIX_FMT_BGRA : AV_PIX_FMT_BGR24);
      frame.width(mat.cols());
      frame.height(mat.rows());
      frame.data(0, pixels);
      frame.linesize(0, Math.toIntExact(mat.step()));
    }
    long durationUs = millis.get(next) * 1000L;
    RawFrame raw = new RawFrame(frame, timeUs, durationUs);
    timeUs += durationUs;
    next++;
    return Optional.of(raw);
  }

  /** A number of three bytes, the lowest first. */
  private static int number(RandomAccessFile bytes) throws IOException {
    return bytes.read() | bytes.read() << 8 | bytes.read() << 16;
  }

  private void decode(Path file) {
    long bytes = 4 * canvas * millis.size();
    if (bytes > MOST_BYTES) {
      throw new MediaException(
          "%s is an animated WebP that takes %d MB decoded, and %d are allowed; convert it to a video first"
              .formatted(file, bytes >> 20, MOST_BYTES >> 20));
    }
    boolean read =
        opencv_imgcodecs.imreadmulti(file.toString(), decoded, opencv_imgcodecs.IMREAD_UNCHANGED);
    if (!read || decoded.size() != millis.size()) {
      throw new MediaException(
          "%s is an animated WebP of %d frames, and %d of them can be decoded; convert it to a video first"
              .formatted(file, millis.size(), decoded.size()));
    }
  }

  @Override
  public String codec() {
    return "webp";
  }

  @Override
  public double frameRate() {
    long total = millis.stream().mapToLong(it -> it).sum();
    return total == 0 ? 0 : millis.size() * 1000.0 / total;
  }

  @Override
  public long frameCount() {
    return millis.size();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      decoded.close();
      av_frame_free(frame);
    }
  }
}
