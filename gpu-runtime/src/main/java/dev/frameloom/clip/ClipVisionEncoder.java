package dev.frameloom.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.text.ClipTransformer;
import dev.frameloom.weights.Weights;

/**
 * CLIP's vision transformer with its projection: pixels (B, 3, H, W) to embeddings (B, P), not yet
 * of unit length. A token for each patch and one for the whole, which the result is read from.
 * Complete after construction.
 */
final class ClipVisionEncoder {

  private final ClipVisionConfig config;
  private final TensorList embedding;
  private final ClipTransformer layers;
  private final TensorList result;

  /**
   * Reads all weights.
   *
   * @param part where {@code vision_model} and {@code visual_projection} are
   * @param projection P
   */
  ClipVisionEncoder(ClipVisionConfig config, int projection, Weights part) {
    this.config = config;
    int size = config.transformer().size();
    Weights vision = part.at("vision_model");
    Weights embeddings = vision.at("embeddings");
    embedding =
        part.list(
            embeddings.tensor("class_embedding", size),
            embeddings.tensor("patch_embedding.weight", size, 3, config.patch(), config.patch()),
            embeddings.tensor("position_embedding.weight", config.tokens(), size),
            // the names have it so
            vision.tensor("pre_layrnorm.weight", size),
            vision.tensor("pre_layrnorm.bias", size));
    layers =
        new ClipTransformer(
            config.transformer(), ClipTransformer.Attention.FULL, vision.at("encoder"));
    result =
        part.list(
            vision.tensor("post_layernorm.weight", size),
            vision.tensor("post_layernorm.bias", size),
            part.tensor("visual_projection.weight", projection, size));
  }

  ClipVisionConfig config() {
    return config;
  }

  /**
   * Embeds pictures.
   *
   * @param scope what the result is attached to
   * @param pixels (B, 3, H, W) as {@link ClipPixels} makes them
   * @return (B, P)
   */
  NDArray encode(NDManager scope, NDArray pixels) {
    double epsilon = config.transformer().epsilon();
    return Scopes.within(
        scope,
        inner -> {
          NDArray x =
              Kernels.call(inner, "picture_embedding", pixels, embedding, config.patch(), epsilon);
          x = layers.apply(inner, x, layers.layers());
          return Kernels.call(inner, "picture_result", x, result, epsilon);
        });
  }
}
