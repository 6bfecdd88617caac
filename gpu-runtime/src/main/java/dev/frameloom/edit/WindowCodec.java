package dev.frameloom.edit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.PictureTensors;
import dev.frameloom.vae.Tiling;

/**
 * Pictures of any size to latents and back, one at a time.
 *
 * @param tiling the bands in which the autoencoder works
 */
public record WindowCodec(DiffusionModel model, Tiling tiling) {

  /** Latents (1, C, h, w) of a picture, padded to what the UNet halves evenly. */
  public NDArray encode(NDManager scope, Picture picture) {
    Picture padded = Pictures.padToMultiple(picture, model.sizeMultiple());
    return model.encodeImages(scope, PictureTensors.tensor(scope, padded), tiling);
  }

  /** The picture of latents (1, C, h, w), cropped to the size of another. */
  public Picture decode(NDManager scope, NDArray latents, Picture size) {
    Picture padded = PictureTensors.picture(model.decodeLatents(scope, latents, tiling));
    return Pictures.crop(padded, size.width(), size.height());
  }
}
