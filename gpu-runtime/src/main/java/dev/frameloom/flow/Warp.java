package dev.frameloom.flow;

import dev.frameloom.image.Picture;

/**
 * Backward bilinear warps: the result has at (x, y) what the picture has at (x + dx, y + dy). Where
 * that lies outside, the nearest pixel of the edge is taken if not said otherwise; {@link
 * Visibility} says where. A place that is no number is read at 0. In plain Java: OpenCV's remap
 * rounds positions to 1/32 pixel and needs its maps built first, which takes as long as the warp.
 */
public final class Warp {

  private Warp() {}

  /**
   * Warps a picture along a flow, which lies on the grid of the result and points into the picture.
   *
   * @param picture (H, W, 3)
   * @param flow (H, W, 2)
   * @return (H, W, 3), rounded to the nearest level
   */
  public static Picture backward(Picture picture, FlowField flow) {
    return Picture.rounded(picture.width(), picture.height(), sample(picture, flow));
  }

  /**
   * Warps a picture without rounding the result.
   *
   * @return (H, W, 3) levels from 0 to 255
   */
  public static float[] sample(Picture picture, FlowField flow) {
    int width = picture.width();
    int height = picture.height();
    requireSize(picture, flow);
    byte[] rgb = picture.rgb();
    float[] vectors = flow.vectors();
    float[] out = new float[rgb.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        float u = clamp(x + vectors[2 * at], width - 1);
        float v = clamp(y + vectors[2 * at + 1], height - 1);
        int left = (int) u;
        int top = (int) v;
        float right = u - left;
        float low = v - top;
        int step = left + 1 < width ? 3 : 0;
        int a = (top * width + left) * 3;
        int c = top + 1 < height ? a + width * 3 : a;
        float w00 = (1 - right) * (1 - low);
        float w01 = right * (1 - low);
        float w10 = (1 - right) * low;
        float w11 = right * low;
        for (int channel = 0; channel < 3; channel++, a++, c++) {
          out[3 * at + channel] =
              w00 * (rgb[a] & 0xff)
                  + w01 * (rgb[a + step] & 0xff)
                  + w10 * (rgb[c] & 0xff)
                  + w11 * (rgb[c + step] & 0xff);
        }
      }
    }
    return out;
  }

  /**
   * Warps a picture with one level around it, without rounding the result: next to the border the
   * two are mixed.
   *
   * @param outside level of what lies outside of the picture, in all channels
   * @return (H, W, 3) levels from 0 to 255
   */
  public static float[] sample(Picture picture, FlowField flow, float outside) {
    int width = picture.width();
    int height = picture.height();
    requireSize(picture, flow);
    float[] out = new float[picture.rgb().length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        float u = x + flow.vectors()[2 * at];
        float v = y + flow.vectors()[2 * at + 1];
        u = Float.isNaN(u) ? 0 : Math.max(-1, Math.min(u, width));
        v = Float.isNaN(v) ? 0 : Math.max(-1, Math.min(v, height));
        int left = (int) Math.floor(u);
        int top = (int) Math.floor(v);
        float right = u - left;
        float low = v - top;
        for (int channel = 0; channel < 3; channel++) {
          out[3 * at + channel] =
              (1 - right) * (1 - low) * level(picture, left, top, channel, outside)
                  + right * (1 - low) * level(picture, left + 1, top, channel, outside)
                  + (1 - right) * low * level(picture, left, top + 1, channel, outside)
                  + right * low * level(picture, left + 1, top + 1, channel, outside);
        }
      }
    }
    return out;
  }

  private static float level(Picture picture, int x, int y, int channel, float outside) {
    boolean inside = x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
    return inside ? picture.rgb()[(y * picture.width() + x) * 3 + channel] & 0xff : outside;
  }

  private static void requireSize(Picture picture, FlowField flow) {
    if (flow.width() != picture.width() || flow.height() != picture.height()) {
      throw new IllegalArgumentException(
          "expected a flow of %dx%d, found %dx%d"
              .formatted(picture.width(), picture.height(), flow.width(), flow.height()));
    }
  }

  /** Not a number becomes 0, as what is below it. */
  private static float clamp(float value, int max) {
    return value > 0 ? Math.min(value, max) : 0;
  }
}
