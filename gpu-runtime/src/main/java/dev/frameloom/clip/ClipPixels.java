package dev.frameloom.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.image.Picture;
import dev.frameloom.weights.ConfigReader;
import java.util.List;

/**
 * Pictures as CLIP's encoder takes them, with the numbers of transformers' CLIPImageProcessor: the
 * shorter side resized to the encoder's, the square in the middle, each channel less its mean and
 * by its deviation. Immutable.
 */
final class ClipPixels {

  private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

  private final int side;

  /** (3, 256): what each level of a channel becomes. */
  private final float[][] values = new float[3][256];

  private ClipPixels(int side, List<Double> mean, List<Double> deviation) {
    this.side = side;
    for (int c = 0; c < 3; c++) {
      for (int level = 0; level < 256; level++) {
        float scaled = (float) (level * (1 / 255.0));
        values[c][level] = (scaled - mean.get(c).floatValue()) / deviation.get(c).floatValue();
      }
    }
  }

  /** As OpenAI's models take them. */
  static ClipPixels standard(int side) {
    return new ClipPixels(side, MEAN, DEVIATION);
  }

  /**
   * As {@code preprocessor_config.json} says, which others may have trained with other means.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it asks for another way
   */
  static ClipPixels read(ConfigReader config, int side) {
    config.allowOnly("resample", "3");
    for (String step :
        List.of("do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb")) {
      if (!config.flag(step, true)) {
        throw config.unfit(step, "true", false);
      }
    }
    double scale = config.decimal("rescale_factor", 1 / 255.0);
    if (Math.abs(scale * 255 - 1) > 1e-6) {
      throw config.unfit("rescale_factor", "1/255", scale);
    }
    requireSide(config, "size", side);
    requireSide(config, "crop_size", side);
    return new ClipPixels(
        side, perChannel(config, "image_mean", MEAN), perChannel(config, "image_std", DEVIATION));
  }

  /** A number, or an object of such: {@code shortest_edge}, or {@code height} and {@code width}. */
  private static void requireSide(ConfigReader config, String name, int side) {
    JsonNode size = config.node().path(name);
    Iterable<JsonNode> sides = size.isObject() ? size : List.of(size);
    for (JsonNode found : sides) {
      if (!found.isMissingNode() && !found.isNull() && found.asInt() != side) {
        throw config.unfit(name, "the encoder's image_size, " + side, size);
      }
    }
  }

  private static List<Double> perChannel(ConfigReader config, String name, List<Double> otherwise) {
    JsonNode found = config.node().path(name);
    if (found.isMissingNode() || found.isNull()) {
      return otherwise;
    }
    if (!found.isArray() || found.size() != 3) {
      throw config.unfit(name, "3 numbers", found);
    }
    return List.of(found.get(0).asDouble(), found.get(1).asDouble(), found.get(2).asDouble());
  }

  /**
   * A picture's pixels.
   *
   * @param scope what the result is attached to
   * @return (1, 3, S, S), single precision
   */
  NDArray of(NDManager scope, Picture picture) {
    Picture square = square(picture);
    float[] pixels = new float[3 * side * side];
    for (int i = 0; i < side * side; i++) {
      for (int c = 0; c < 3; c++) {
        pixels[c * side * side + i] = values[c][square.rgb()[3 * i + c] & 0xff];
      }
    }
    return scope.create(pixels, new Shape(1, 3, side, side));
  }

  private Picture square(Picture picture) {
    int shorter = Math.min(picture.width(), picture.height());
    int width = (int) ((double) ((long) side * picture.width()) / shorter);
    int height = (int) ((double) ((long) side * picture.height()) / shorter);
    return PillowBicubic.resize(
        picture, width, height, (width - side) / 2, (height - side) / 2, side);
  }
}
