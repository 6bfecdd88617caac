package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.frameloom.image.Picture;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * RGB pictures to an encoder's pixel format, BT.709 of limited range. A picture one column or row
 * smaller than the frame is padded by repeating its last.
 */
final class YuvConverter implements AutoCloseable {

  private final int width;
  private final int height;
  private final SwsContext context;
  private final AVFrame rgb;
  private final AVFrame yuv;

  YuvConverter(int width, int height, int pixelFormat) {
    this.width = width;
    this.height = height;
    this.context = sws_alloc_context();
    context.flags(PictureConverter.SCALING);
    this.rgb = PictureConverter.rgbFrame(width, height);
    this.yuv = av_frame_alloc();
    yuv.format(pixelFormat);
    yuv.width(width);
    yuv.height(height);
    yuv.colorspace(AVCOL_SPC_BT709);
    yuv.color_primaries(AVCOL_PRI_BT709);
    yuv.color_trc(AVCOL_TRC_BT709);
    yuv.color_range(AVCOL_RANGE_MPEG);
    Ffmpeg.check(av_frame_get_buffer(yuv, 0), "a frame of " + width + "x" + height);
  }

  /** The picture as a frame that holds until the next call. */
  AVFrame convert(Picture picture, long timeUs, long durationUs) {
    copy(picture);
    // the encoder may still look at the frame before
    Ffmpeg.check(av_frame_make_writable(yuv), "a frame of " + width + "x" + height);
    Ffmpeg.check(sws_scale_frame(context, yuv, rgb), "can't convert a picture for the encoder");
    yuv.pts(timeUs);
    yuv.duration(durationUs);
    return yuv;
  }

  private void copy(Picture picture) {
    ByteBuffer to = PictureConverter.rows(rgb, height);
    int stride = rgb.linesize(0);
    int row = picture.width() * 3;
    for (int y = 0; y < height; y++) {
      int from = Math.min(y, picture.height() - 1) * row;
      to.put(y * stride, picture.rgb(), from, row);
      if (picture.width() < width) {
        to.put(y * stride + row, picture.rgb(), from + row - 3, 3);
      }
    }
  }

  @Override
  public void close() {
    av_frame_free(rgb);
    av_frame_free(yuv);
    sws_free_context(context);
  }
}
