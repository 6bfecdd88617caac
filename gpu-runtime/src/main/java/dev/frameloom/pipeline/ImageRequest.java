package dev.frameloom.pipeline;

import dev.frameloom.image.Picture;
import dev.frameloom.schedule.SamplerKind;
import dev.frameloom.unet.UNetHooks;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that are asked for. Equal requests to equal models give equal pictures.
 *
 * @param text what the pictures should look like
 * @param size of the pictures
 * @param sampling how they are made
 * @param pictures how many at once; they differ in their noise
 * @param source the picture that they start from; from noise alone where there is none
 * @param controls pictures that steer, each by a ControlNet
 * @param hooks reach into the UNet, for instance FreeU
 */
public record ImageRequest(
    Text text,
    Size size,
    Sampling sampling,
    int pictures,
    Optional<Source> source,
    List<ControlPicture> controls,
    UNetHooks hooks) {

  public ImageRequest {
    require(pictures >= 1, "pictures", "1 or more", pictures);
    controls = List.copyOf(controls);
    if (source.isPresent()) {
      requireSize("to start from", source.get().picture(), size);
    }
    for (ControlPicture control : controls) {
      requireSize("that steers", control.picture(), size);
    }
  }

  private static void requireSize(String what, Picture picture, Size size) {
    require(
        picture.width() == size.width() && picture.height() == size.height(),
        "size",
        "that of the picture " + what + ", " + picture.width() + "x" + picture.height(),
        size.width() + "x" + size.height());
  }

  /**
   * What pictures should look like.
   *
   * @param prompt what is wanted
   * @param negativePrompt what is not; counts where guidance is above 1
   * @param skippedLayers last layers of the text encoder that are left out, 0 or more, of both
   *     prompts, as the common web interfaces do, which call one more by that name. diffusers'
   *     {@code clip_skip} is the same number and leaves the negative prompt whole
   */
  public record Text(String prompt, String negativePrompt, int skippedLayers) {

    public Text {
      require(skippedLayers >= 0, "skippedLayers", "0 or more", skippedLayers);
    }
  }

  /**
   * Size of pictures.
   *
   * @param width pixels
   * @param height pixels
   * @param policy what to do where they are no multiples of the pixels of a latent (8)
   */
  public record Size(int width, int height, SizePolicy policy) {

    public Size {
      require(width >= 1 && height >= 1, "size", "1x1 or larger", width + "x" + height);
    }
  }

  /**
   * How pictures are made.
   *
   * @param steps of the whole schedule
   * @param guidance how strongly the prompt pulls, 0 to 100: see {@link Guidance}
   * @param seed of the noise
   * @param kind of the sampler; the one that the model's configuration names where there is none
   */
  public record Sampling(int steps, double guidance, long seed, Optional<SamplerKind> kind) {

    public Sampling {
      require(steps >= 1 && steps <= 1000, "steps", "1 to 1000", steps);
      require(guidance >= 0 && guidance <= 100, "guidance", "0 to 100", guidance);
    }
  }

  /**
   * A picture to start from.
   *
   * @param strength how far it is noised, above 0 and up to 1 (pure noise): that share of the steps
   *     is run, at least one
   */
  public record Source(Picture picture, double strength) {

    public Source {
      require(strength > 0 && strength <= 1, "strength", "above 0 and up to 1", strength);
    }
  }

  private static void require(boolean holds, String what, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
    }
  }

  /** A picture of 512x512 in 20 steps with guidance 7.5 and seed 0, from noise. */
  public static ImageRequest of(String prompt) {
    return new ImageRequest(
        new Text(prompt, "", 0),
        new Size(512, 512, SizePolicy.REFUSE),
        new Sampling(20, 7.5, 0, Optional.empty()),
        1,
        Optional.empty(),
        List.of(),
        UNetHooks.NONE);
  }

  /** The same with a prompt that it leads away from. */
  public ImageRequest without(String negativePrompt) {
    return with(new Text(text.prompt(), negativePrompt, text.skippedLayers()));
  }

  /** The same without the text encoder's last layers. */
  public ImageRequest withSkippedLayers(int count) {
    return with(new Text(text.prompt(), text.negativePrompt(), count));
  }

  private ImageRequest with(Text other) {
    return new ImageRequest(other, size, sampling, pictures, source, controls, hooks);
  }

  /** The same in another size. */
  public ImageRequest sized(int width, int height) {
    Size other = new Size(width, height, size.policy());
    return new ImageRequest(text, other, sampling, pictures, source, controls, hooks);
  }

  /** The same with another way to treat odd sizes. */
  public ImageRequest withSizes(SizePolicy policy) {
    Size other = new Size(size.width(), size.height(), policy);
    return new ImageRequest(text, other, sampling, pictures, source, controls, hooks);
  }

  /** The same with another number of steps. */
  public ImageRequest withSteps(int steps) {
    return with(new Sampling(steps, sampling.guidance(), sampling.seed(), sampling.kind()));
  }

  /** The same with another guidance. */
  public ImageRequest withGuidance(double guidance) {
    return with(new Sampling(sampling.steps(), guidance, sampling.seed(), sampling.kind()));
  }

  /** The same with other noise. */
  public ImageRequest withSeed(long seed) {
    return with(new Sampling(sampling.steps(), sampling.guidance(), seed, sampling.kind()));
  }

  /** The same with a sampler that the model's configuration does not name. */
  public ImageRequest withSampler(SamplerKind kind) {
    return with(
        new Sampling(sampling.steps(), sampling.guidance(), sampling.seed(), Optional.of(kind)));
  }

  /** The same with all of its sampling given. */
  public ImageRequest with(Sampling other) {
    return new ImageRequest(text, size, other, pictures, source, controls, hooks);
  }

  /** The same, several times with noise of their own. */
  public ImageRequest times(int count) {
    return new ImageRequest(text, size, sampling, count, source, controls, hooks);
  }

  /** Starts from a picture, in its size. */
  public ImageRequest from(Picture picture, double strength) {
    Size own = new Size(picture.width(), picture.height(), size.policy());
    return new ImageRequest(
        text, own, sampling, pictures, Optional.of(new Source(picture, strength)), controls, hooks);
  }

  /** The same, steered. */
  public ImageRequest steeredBy(ControlPicture... pictures) {
    return new ImageRequest(text, size, sampling, this.pictures, source, List.of(pictures), hooks);
  }

  /** The same with hooks into the UNet. */
  public ImageRequest withHooks(UNetHooks other) {
    return new ImageRequest(text, size, sampling, pictures, source, controls, other);
  }
}
