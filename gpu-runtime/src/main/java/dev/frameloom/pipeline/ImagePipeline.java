package dev.frameloom.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.control.ControlImages;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.pipeline.ImageRequest.Source;
import dev.frameloom.pipeline.NoiseSource.Purpose;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.schedule.SamplerKind;
import dev.frameloom.unet.ControlResiduals;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.vae.Tiling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Makes pictures with a model: from text, or from text and a picture, as diffusers'
 * StableDiffusionPipeline and StableDiffusionImg2ImgPipeline do. Holds nothing but the model, which
 * stays the caller's to close; used by one thread at a time, as the model is.
 *
 * <p>(B, C, h, w) are latents of B pictures.
 */
public final class ImagePipeline {

  private final DiffusionModel model;

  /** A pipeline over a loaded model. */
  public ImagePipeline(DiffusionModel model) {
    this.model = model;
  }

  /** Makes pictures, with noise of the request's seed. */
  public List<Picture> make(ImageRequest request) {
    return make(request, Progress.NONE);
  }

  /**
   * Makes pictures, with noise of the request's seed.
   *
   * @throws IllegalArgumentException where the request does not fit the model
   * @throws CancellationException where progress or an interrupt of this thread calls it off
   */
  public List<Picture> make(ImageRequest request, Progress progress) {
    return make(request, NoiseSource.of(request.sampling().seed()), progress);
  }

  /** Makes pictures, with noise given. */
  public List<Picture> make(ImageRequest request, NoiseSource noise, Progress progress) {
    try (NDManager scope = model.newScope()) {
      return decode(scope, request, latents(scope, request, noise, progress));
    }
  }

  /**
   * Makes the latents of pictures.
   *
   * @param scope what the result is attached to
   * @return (B, C, h, w)
   */
  public NDArray latents(
      NDManager scope, ImageRequest request, NoiseSource noise, Progress progress) {
    Sampler sampler = sampler(request);
    Guidance guidance = new Guidance(model, request.sampling().guidance());
    NDArray latents = start(scope, request, sampler, noise);
    try (NDManager run = scope.newSubManager()) {
      NDArray text = guidance.embed(run, request.text());
      for (int index = 0; index < sampler.steps(); index++) {
        requireWanted();
        latents = step(scope, new Step(request, sampler, guidance, text, noise, index), latents);
        if (!progress.step(index + 1, sampler.steps())) {
          throw new CancellationException(
              "called off after step " + (index + 1) + " of " + sampler.steps());
        }
      }
    }
    return latents;
  }

  /** What one step is made with. */
  private record Step(
      ImageRequest request,
      Sampler sampler,
      Guidance guidance,
      NDArray text,
      NoiseSource noise,
      int index) {}

  /** One step in a scope of its own; closes the latents that it is given. */
  private static NDArray step(NDManager scope, Step step, NDArray latents) {
    Sampler sampler = step.sampler();
    int index = step.index();
    try (NDManager inner = scope.newSubManager();
        latents) {
      NDArray predicted =
          step.guidance()
              .predict(
                  inner,
                  sampler.modelInput(inner, latents, index),
                  sampler.timestep(index),
                  step.text(),
                  step.request().hooks(),
                  (call, input) -> steered(call, step, input));
      long[] shape = predicted.getShape().getShape();
      return sampler.step(
          scope,
          latents,
          predicted,
          index,
          () -> step.noise().normal(inner, Purpose.STEP, index, shape));
    }
  }

  /** Adds what the ControlNets give that take part in a step. */
  private static UNetInput steered(NDManager scope, Step step, UNetInput input) {
    List<ControlResiduals> residuals = new ArrayList<>();
    for (ControlPicture control : step.request().controls()) {
      if (control.takesPart(step.index(), step.sampler().steps())) {
        int factor = control.net().config().factor();
        NDArray image = ControlImages.of(scope, Pictures.padToMultiple(control.picture(), factor));
        residuals.add(control.net().residuals(scope, input, image, control.scale()));
      }
    }
    return residuals.isEmpty() ? input : input.withControl(ControlResiduals.sum(scope, residuals));
  }

  private static void requireWanted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }

  private Sampler sampler(ImageRequest request) {
    SamplerKind kind = request.sampling().kind().orElse(model.schedule().preferred());
    Sampler whole = kind.create(model.schedule(), request.sampling().steps());
    if (request.source().isEmpty()) {
      return whole;
    }
    Sampler rest = whole.from(request.source().get().strength());
    return rest.steps() > 0 ? rest : whole.last(1);
  }

  private NDArray start(NDManager scope, ImageRequest request, Sampler sampler, NoiseSource noise) {
    int factor = model.latentFactor();
    long[] shape = {
      request.pictures(),
      model.latentChannels(),
      padded(request, request.size().height()) / factor,
      padded(request, request.size().width()) / factor
    };
    try (NDManager inner = scope.newSubManager()) {
      NDArray start = noise.normal(inner, Purpose.START, 0, shape);
      if (request.source().isEmpty()) {
        NDArray scaled = start.mul(sampler.startScale());
        scaled.attach(scope);
        return scaled;
      }
      NDArray drawn = noise.normal(inner, Purpose.POSTERIOR, 0, shape);
      return sampler.addNoise(scope, encode(inner, request.source().get(), drawn), start, 0);
    }
  }

  /** The picture's latents, for each picture that is asked for. */
  private NDArray encode(NDManager scope, Source source, NDArray drawn) {
    Picture picture = Pictures.padToMultiple(source.picture(), model.latentFactor());
    NDArray one = PictureTensors.tensor(scope, picture);
    // (1, 3, H, W) -> (B, 3, H, W)
    NDArray images = one.repeat(0, drawn.getShape().get(0));
    images.attach(scope);
    return model.sampleImages(scope, images, drawn, Tiling.WHOLE);
  }

  private int padded(ImageRequest request, int side) {
    int factor = model.latentFactor();
    if (side % factor != 0 && request.size().policy() == SizePolicy.REFUSE) {
      throw new IllegalArgumentException(
          "size: expected multiples of %d, found %dx%d; SizePolicy.PAD makes it anyway"
              .formatted(factor, request.size().width(), request.size().height()));
    }
    return (side + factor - 1) / factor * factor;
  }

  /** Row by row, so that a picture does not depend on how many there are. */
  private List<Picture> decode(NDManager scope, ImageRequest request, NDArray latents) {
    List<Picture> pictures = new ArrayList<>();
    for (long row = 0; row < latents.getShape().get(0); row++) {
      requireWanted();
      try (NDManager inner = scope.newSubManager()) {
        // (B, C, h, w) -> (1, C, h, w)
        NDArray one = latents.get(row + ":" + (row + 1));
        one.attach(inner);
        Picture whole = PictureTensors.picture(model.decodeLatents(inner, one));
        pictures.add(Pictures.crop(whole, request.size().width(), request.size().height()));
      }
    }
    return pictures;
  }
}
