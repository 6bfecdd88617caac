package dev.frameloom.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.image.Picture;

/** Pictures to what models take, and back. */
public final class PictureTensors {

  private PictureTensors() {}

  /**
   * A picture as (1, 3, H, W) in [−1, 1], FLOAT32.
   *
   * @param scope what the result is attached to
   */
  public static NDArray tensor(NDManager scope, Picture picture) {
    int pixels = picture.width() * picture.height();
    byte[] rgb = picture.rgb();
    float[] values = new float[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < 3; c++) {
        values[c * pixels + i] = (rgb[3 * i + c] & 0xff) / 127.5f - 1;
      }
    }
    return scope.create(values, new Shape(1, 3, picture.height(), picture.width()));
  }

  /**
   * (1, 3, H, W) as a picture: [−1, 1] to levels, rounded to the nearest, what lies outside cut
   * off.
   *
   * @throws NotFiniteException if there is anything that is not a number
   */
  public static Picture picture(NDArray image) {
    Shape shape = image.getShape();
    if (shape.dimension() != 4 || shape.get(0) != 1 || shape.get(1) != 3) {
      throw new IllegalArgumentException("expected (1, 3, H, W), found " + shape);
    }
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    int pixels = width * height;
    float[] values = floats(image);
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = level(values[c * pixels + i]);
      }
    }
    return new Picture(width, height, rgb);
  }

  private static float[] floats(NDArray image) {
    if (image.getDataType() == DataType.FLOAT32) {
      return image.toFloatArray();
    }
    try (NDArray converted = image.toType(DataType.FLOAT32, true)) {
      return converted.toFloatArray();
    }
  }

  private static byte level(float value) {
    if (Float.isNaN(value)) {
      throw new NotFiniteException(
          "a picture",
          "the model's picture holds values that are not numbers; its weights may be damaged, or"
              + " too large for the precision that it runs in");
    }
    return (byte) (int) (Math.max(0, Math.min(255, value * 127.5f + 127.5f)) + 0.5f);
  }
}
