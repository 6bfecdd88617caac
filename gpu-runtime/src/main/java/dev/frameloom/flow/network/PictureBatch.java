package dev.frameloom.flow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.image.Picture;
import java.util.List;

/** Pictures as a network sees them. */
final class PictureBatch {

  private static final int LEVELS = 256;

  /** (3, 256): what each level becomes in each of the network's channels. */
  private final float[][] values = new float[3][LEVELS];

  private final ChannelOrder order;

  PictureBatch(PictureScale scale, ChannelOrder order) {
    this.order = order;
    for (int channel = 0; channel < 3; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        values[channel][level] = scale.value(level, channel);
      }
    }
  }

  /**
   * Pictures of one size as (B, 3, H, W), with the border around them.
   *
   * @param scope what the result is attached to
   */
  NDArray of(NDManager scope, List<Picture> pictures, Border border) {
    int width = pictures.get(0).width();
    int height = pictures.get(0).height();
    int pixels = width * height;
    float[] batch = new float[Math.multiplyExact(3 * pixels, pictures.size())];
    int at = 0;
    for (Picture picture : pictures) {
      for (int channel = 0; channel < 3; channel++) {
        int colour = order == ChannelOrder.RGB ? channel : 2 - channel;
        for (int i = 0; i < pixels; i++) {
          batch[at++] = values[channel][picture.rgb()[3 * i + colour] & 0xff];
        }
      }
    }
    NDArray plain = scope.create(batch, new Shape(pictures.size(), 3, height, width));
    if (border.isNone()) {
      return plain;
    }
    return Kernels.call(
        scope, "bordered", plain, border.left(), border.right(), border.top(), border.bottom());
  }
}
