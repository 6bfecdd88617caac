package dev.frameloom.lpips;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.FrameMeter;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learned perceptual similarity (Zhang et al., CVPR 2018), version 0.1: features of both pictures
 * after each of five stages of a network, brought to unit length at every pixel; their squared
 * differences weighted by channel, averaged over the pixels, and summed. By AlexNet or VGG-16;
 * figures of the two can't be compared.
 *
 * <p>In single precision on any device. For one thread at a time; equal pictures give equal
 * results.
 */
public final class Lpips implements AutoCloseable {

  private static final float[] SHIFT = {-0.030f, -0.088f, -0.188f};
  private static final float[] SCALE = {0.458f, 0.448f, 0.450f};

  private final NDManager owner;
  private final Network network;
  private final int leastSide;
  private final Map<Layer, TensorList> convolutions = new HashMap<>();
  private final List<TensorList> channelWeights = new ArrayList<>();

  private Lpips(Path folder, NDManager owner) {
    this.owner = owner;
    network = network(ConfigReader.read(folder.resolve("config.json")));
    leastSide = network.leastSide();
    try (WeightFiles files = WeightFiles.open(folder, "model")) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      for (List<Layer> stage : network.stages()) {
        for (Layer layer : stage) {
          if (layer instanceof Layer.Convolution it) {
            Weights part = weights.at("features", it.index());
            convolutions.put(it, part.convolution(it.out(), it.in(), it.kernel()));
          }
        }
        Weights linear = weights.at("lin" + channelWeights.size() + ".model", 1);
        channelWeights.add(weights.list(linear.tensor("weight", 1, Network.channels(stage), 1, 1)));
      }
    }
  }

  /**
   * Loads a folder: {@code config.json} with {@code model_type} {@code lpips_alex} or {@code
   * lpips_vgg}, and {@code model.safetensors} with torchvision's {@code features.N} and LPIPS's
   * {@code linN.model.1}.
   *
   * @param device as {@link ComputeDevice#parse} takes it; the format of numbers is not looked at
   * @throws dev.frameloom.weights.ModelLoadException where something is missing or does not fit
   */
  public static Lpips open(Path folder, String device) {
    NDManager owner = ComputeDevice.parse(device).newScope();
    try {
      Lpips lpips = new Lpips(folder, owner);
      owner.cap();
      return lpips;
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private static Network network(ConfigReader config) {
    String type = config.text("model_type", "");
    return Arrays.stream(Network.values())
        .filter(it -> it.modelType().equals(type))
        .findFirst()
        .orElseThrow(() -> config.unfit("model_type", "lpips_alex or lpips_vgg", type));
  }

  /**
   * Compares two pictures of one size.
   *
   * @return 0 for equal pictures; more, the more different they look
   * @throws IllegalArgumentException for pictures of different sizes, and for those too small for
   *     the network: 31 pixels a side for AlexNet, 16 for VGG-16
   */
  public double between(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("expected one size, found " + a + " and " + b);
    }
    if (Math.min(a.width(), a.height()) < leastSide) {
      throw new IllegalArgumentException(
          "%s: expected pictures of at least %dx%d, found %dx%d"
              .formatted(network.modelType(), leastSide, leastSide, a.width(), a.height()));
    }
    try (NDManager scope = owner.newSubManager()) {
      NDArray features = pixels(scope, a, b);
      double sum = 0;
      for (int i = 0; i < channelWeights.size(); i++) {
        NDArray before = features;
        List<Layer> stage = network.stages().get(i);
        features = Scopes.within(scope, inner -> run(inner, stage, before));
        before.close(); // the largest of all that there is
        sum +=
            Kernels.call(scope, "feature_distance", features, channelWeights.get(i))
                .toFloatArray()[0];
      }
      return checked(sum);
    }
  }

  private double checked(double sum) {
    if (!Double.isFinite(sum)) {
      throw new NotFiniteException(
          network.modelType(),
          network.modelType() + " gave a distance that is no number: its weights are damaged");
    }
    return sum;
  }

  /** A meter of the mean distance of edited frames from their sources; leaves this open. */
  public FrameMeter meter() {
    return new FrameMeter(this::between);
  }

  private NDArray run(NDManager scope, List<Layer> stage, NDArray features) {
    NDArray x = features;
    for (Layer layer : stage) {
      if (layer instanceof Layer.Convolution it) {
        x =
            Kernels.call(
                scope, "strided_conv_relu", x, convolutions.get(it), it.stride(), it.padding());
      } else if (layer instanceof Layer.Pool it) {
        x = Kernels.call(scope, "max_pool", x, it.kernel(), Layer.Pool.STRIDE);
      }
    }
    return x;
  }

  /** Two pictures as the network takes them: levels to [-1, 1], then by channel; (2, 3, H, W). */
  private static NDArray pixels(NDManager scope, Picture a, Picture b) {
    int plane = a.width() * a.height();
    float[] pixels = new float[2 * 3 * plane];
    int at = 0;
    for (Picture picture : List.of(a, b)) {
      for (int c = 0; c < 3; c++) {
        float[] values = values(c);
        for (int i = 0; i < plane; i++) {
          pixels[at++] = values[picture.rgb()[3 * i + c] & 0xff];
        }
      }
    }
    return scope.create(pixels, new Shape(2, 3, a.height(), a.width()));
  }

  /** What each level of a channel becomes. */
  private static float[] values(int channel) {
    float[] values = new float[256];
    for (int level = 0; level < values.length; level++) {
      values[level] = ((float) (level / 127.5 - 1) - SHIFT[channel]) / SCALE[channel];
    }
    return values;
  }

  @Override
  public void close() {
    owner.close();
  }
}
