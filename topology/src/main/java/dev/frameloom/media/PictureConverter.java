package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.frameloom.image.Picture;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Converts decoded frames of any pixel format, size and colour range to RGB pictures of one size,
 * what is transparent laid on white. The same frame gives the same bytes on every machine.
 */
final class PictureConverter implements AutoCloseable {

  /** Slower than FFmpeg's defaults, but exact and alike on every processor. */
  static final int SCALING = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT;

  private final FrameSize size;
  private final SwsContext context;
  private final AVFrame rgb;
  private Optional<FlatFrames> flat = Optional.empty();

  PictureConverter(FrameSize size) {
    this.size = size;
    this.context = sws_alloc_context();
    context.flags(SCALING);
    this.rgb = rgbFrame(size.width(), size.height());
  }

  /** An RGB frame with memory. The caller frees it. */
  static AVFrame rgbFrame(int width, int height) {
    return frame(AV_PIX_FMT_RGB24, width, height);
  }

  /** A frame of a kind of RGB, with memory. The caller frees it. */
  static AVFrame frame(int format, int width, int height) {
    AVFrame frame = av_frame_alloc();
    frame.format(format);
    frame.width(width);
    frame.height(height);
    frame.colorspace(AVCOL_SPC_RGB);
    frame.color_range(AVCOL_RANGE_JPEG);
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "a picture of " + width + "x" + height);
    return frame;
  }

  Picture convert(AVFrame source) {
    AVFrame opaque = FlatFrames.mayBeTransparent(source) ? flat().flatten(source) : source;
    // what could be deinterlaced was; the scaler refuses to make whole frames of others
    opaque.flags(opaque.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
    Ffmpeg.check(sws_scale_frame(context, rgb, opaque), "can't convert a frame to RGB");
    int row = size.width() * 3;
    int stride = rgb.linesize(0);
    ByteBuffer from = rows(rgb, size.height());
    byte[] pixels = new byte[row * size.height()];
    for (int y = 0; y < size.height(); y++) {
      from.get(y * stride, pixels, y * row, row);
    }
    return new Picture(size.width(), size.height(), pixels);
  }

  /** The memory of an RGB frame's rows, padding included; valid as long as the frame. */
  static ByteBuffer rows(AVFrame frame, int height) {
    return frame.data(0).capacity((long) frame.linesize(0) * height).asByteBuffer();
  }

  private FlatFrames flat() {
    if (flat.isEmpty()) {
      flat = Optional.of(new FlatFrames());
    }
    return flat.get();
  }

  /** Frames so far of which something was transparent. */
  long transparent() {
    return flat.map(FlatFrames::transparent).orElse(0L);
  }

  @Override
  public void close() {
    flat.ifPresent(FlatFrames::close);
    av_frame_free(rgb);
    sws_free_context(context);
  }
}
