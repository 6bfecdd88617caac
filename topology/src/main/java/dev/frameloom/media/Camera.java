package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.opencv.global.opencv_videoio.CAP_ANY;
import static org.bytedeco.opencv.global.opencv_videoio.CAP_PROP_FPS;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;

/**
 * A camera of this machine, through OpenCV (FFmpeg's devices would need sound libraries of the
 * system). Frames carry the time since the first by this machine's monotonic clock: cameras give no
 * better one.
 */
final class Camera implements RawFrames {

  private final String device;
  private final VideoCapture capture;
  private final Mat mat = new Mat();
  private final AVFrame frame = av_frame_alloc();
  private final double fps;
  private long firstAtNanos;
  private boolean started;

  Camera(String device, OptionalDouble fps) {
    this.device = device;
    String number =
        device.startsWith("/dev/video") ? device.substring("/dev/video".length()) : device;
    if (!number.matches("\\d{1,3}")) {
      throw new MediaException("camera \"" + device + "\": expected a number, as in webcam:0");
    }
    this.capture = new VideoCapture(Integer.parseInt(number), CAP_ANY);
    if (!capture.isOpened()) {
      close();
      throw new MediaException(
          "camera "
              + device
              + " can't be opened: check that it is plugged in, not in use, and that this user may"
              + " read it");
    }
    fps.ifPresent(wanted -> capture.set(CAP_PROP_FPS, wanted));
    this.fps = Math.max(0, capture.get(CAP_PROP_FPS));
  }

  @Override
  public Optional<RawFrame> next() {
    if (!capture.read(mat) || mat.empty()) {
      throw new MediaException("camera " + device + " gives no more frames");
    }
    long now = System.nanoTime();
    if (!started) {
      started = true;
      firstAtNanos = now;
    }
    frame.format(AV_PIX_FMT_BGR24);
    frame.width(mat.cols());
    frame.height(mat.rows());
    frame.data(0, new BytePointer(mat.data()));
    frame.linesize(0, Math.toIntExact(mat.step()));
    long durationUs = fps > 0 ? Math.round(Ffmpeg.MICROS / fps) : 0;
    return Optional.of(new RawFrame(frame, (now - firstAtNanos) / 1000, durationUs));
  }

  @Override
  public String codec() {
    return "camera";
  }

  @Override
  public double frameRate() {
    return fps;
  }

  @Override
  public long frameCount() {
    return 0;
  }

  @Override
  public boolean live() {
    return true;
  }

  @Override
  public void close() {
    if (!capture.isNull()) {
      capture.release();
      capture.close();
      mat.close();
      av_frame_free(frame);
    }
  }
}
