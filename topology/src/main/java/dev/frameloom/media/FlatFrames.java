package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.frameloom.image.Transparency;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Frames that may be transparent, laid on a ground before anything scales them: scaling would mix
 * colours that hide under full transparency into their neighbours.
 */
final class FlatFrames implements AutoCloseable {

  private final SwsContext context = sws_alloc_context();
  private AVFrame rgba;
  private AVFrame rgb;
  private long transparent;

  FlatFrames() {
    context.flags(PictureConverter.SCALING);
  }

  /** Whether a frame's pixels have an opacity, which may be full everywhere. */
  static boolean mayBeTransparent(AVFrame frame) {
    int format = frame.format();
    return format == AV_PIX_FMT_PAL8
        || (av_pix_fmt_desc_get(format).flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
  }

  /** A frame of the same size without opacity, valid until the next call. */
  AVFrame flatten(AVFrame source) {
    int width = source.width();
    int height = source.height();
    if (rgb == null || rgb.width() != width || rgb.height() != height) {
      release();
      rgba = PictureConverter.frame(AV_PIX_FMT_RGBA, width, height);
      rgb = PictureConverter.rgbFrame(width, height);
    }
    source.flags(source.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
    Ffmpeg.check(sws_scale_frame(context, rgba, source), "can't convert a frame to RGBA");
    ByteBuffer from = PictureConverter.rows(rgba, height);
    ByteBuffer to = PictureConverter.rows(rgb, height);
    byte[] row = new byte[4 * width];
    byte[] flat = new byte[3 * width];
    boolean any = false;
    for (int y = 0; y < height; y++) {
      from.get(y * rgba.linesize(0), row);
      any |= Transparency.flatten(row, flat);
      to.put(y * rgb.linesize(0), flat);
    }
    transparent += any ? 1 : 0;
    rgb.sample_aspect_ratio(source.sample_aspect_ratio());
    return rgb;
  }

  /** Frames so far of which something was transparent. */
  long transparent() {
    return transparent;
  }

  private void release() {
    if (rgb != null) {
      av_frame_free(rgba);
      av_frame_free(rgb);
    }
  }

  @Override
  public void close() {
    release();
    sws_free_context(context);
  }
}
