package dev.frameloom.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Precision;
import dev.frameloom.engine.Shapes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.unet.ControlResiduals;
import dev.frameloom.unet.DownPath;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A ControlNet: a copy of a UNet's first half that also sees a control image, and gives what is to
 * be added to the UNet's skips and middle, as diffusers' ControlNetModel does. Complete after
 * loading. Several at once: {@link ControlResiduals#sum}.
 *
 * <p>The reference's guess mode, which weighs residuals by depth and leaves them out of the
 * unconditional branch, is not built: give one scale, and residuals to whichever branches.
 *
 * <p>B rows, C latent channels, h × w latent size, f pixels per latent.
 */
public final class ControlNet implements AutoCloseable {

  private final ControlNetConfig config;
  private final NDManager owner;
  private final DataType dtype;
  private final HintNetwork hint;
  private final DownPath down;
  private final List<TensorList> skips = new ArrayList<>();
  private final TensorList mid;

  private ControlNet(ControlNetConfig config, Weights weights, DataType dtype) {
    this.config = config;
    this.dtype = dtype;
    owner = weights.owner();
    hint = new HintNetwork(weights.at("controlnet_cond_embedding"), config);
    down = new DownPath(config.unet(), weights);
    for (int width : skipWidths(config.unet())) {
      skips.add(weights.at("controlnet_down_blocks", skips.size()).convolution(width, width, 1));
    }
    List<Integer> channels = config.unet().channels();
    int inner = channels.get(channels.size() - 1);
    mid = weights.at("controlnet_mid_block").convolution(inner, inner, 1);
  }

  /** Channels of the skips in their order: the first convolution, layers, downsamplings. */
  private static List<Integer> skipWidths(UNetConfig unet) {
    List<Integer> widths = new ArrayList<>(List.of(unet.channels().get(0)));
    for (int level = 0; level < unet.channels().size(); level++) {
      boolean halving = level < unet.channels().size() - 1;
      for (int i = 0; i < unet.layers() + (halving ? 1 : 0); i++) {
        widths.add(unet.channels().get(level));
      }
    }
    return widths;
  }

  /**
   * Loads a diffusers folder: {@code config.json} and {@code diffusion_pytorch_model.safetensors}.
   *
   * @param folder of the ControlNet
   * @param scope on the model's device; the ControlNet lives in a scope of its own in it
   * @param precision the model's
   * @param model shape of the UNet that it is to steer
   * @throws dev.frameloom.weights.ModelLoadException where something is missing, or where it is
   *     made for another UNet
   */
  public static ControlNet load(
      Path folder, NDManager scope, Precision precision, UNetConfig model) {
    ConfigReader file = ConfigReader.read(folder.resolve("config.json"));
    ControlNetConfig config = ControlNetConfig.read(file);
    config.checkFit(file.file(), model);
    NDManager owner = scope.newSubManager();
    try (WeightFiles files = WeightFiles.open(folder, "diffusion_pytorch_model")) {
      Weights weights = new Weights(files, owner, precision.dtype());
      ControlNet loaded = new ControlNet(config, weights, precision.dtype());
      owner.cap();
      return loaded;
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Its shape. */
  public ControlNetConfig config() {
    return config;
  }

  /**
   * Computes what is to be added to the UNet.
   *
   * @param scope what the residuals are attached to; nothing else is
   * @param input what the UNet is given; its own control is not looked at
   * @param image (B or 1, 3, f·h, f·w) in [0, 1], red first
   * @param scale what all residuals are multiplied by; 1 as trained
   * @return in the model's precision
   * @throws IllegalArgumentException where a shape does not fit
   */
  public ControlResiduals residuals(NDManager scope, UNetInput input, NDArray image, double scale) {
    check(input, image);
    try (NDManager inner = scope.newSubManager()) {
      Precision precision = Precision.of(dtype);
      NDArray seen = precision.convert(inner, image);
      if (config.blueFirst()) {
        seen = Kernels.call(inner, "channels_reversed", seen);
      }
      UNetInput converted = input.map(it -> precision.convert(inner, it));
      DownPath.Features features =
          down.apply(inner, converted, UNetHooks.NONE, hint.apply(inner, seen));
      List<NDArray> residuals = new ArrayList<>();
      for (int i = 0; i < skips.size(); i++) {
        NDArray skip = features.skips().get(i);
        residuals.add(Kernels.call(scope, "conv_scaled", skip, skips.get(i), scale));
      }
      NDArray middle = Kernels.call(scope, "conv_scaled", features.mid(), mid, scale);
      return new ControlResiduals(residuals, middle);
    }
  }

  private void check(UNetInput input, NDArray image) {
    NDArray latents = input.latents();
    Shapes.check("latents", latents, -1, config.unet().inChannels(), -1, -1);
    long rows = latents.getShape().get(0);
    Shapes.check(
        "control image",
        image,
        image.getShape().get(0) == 1 ? 1 : rows,
        config.imageChannels(),
        latents.getShape().get(2) * config.factor(),
        latents.getShape().get(3) * config.factor());
  }

  @Override
  public void close() {
    owner.close();
  }
}
