package dev.frameloom.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.image.Picture;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holistically nested edges (Xie and Tu, 2015), soft: five stages of 3×3 convolutions with ReLU,
 * each but the first on half the size; each stage's 1×1 projection, enlarged bilinearly, votes, and
 * the mean's sigmoid is the edge. Weights as the ControlNet annotator names them: {@code norm},
 * {@code block1.convs.0.weight} … {@code block5.projection.bias}; as many convolutions and channels
 * as the file has.
 */
public final class HedDetector implements EdgeDetector, AutoCloseable {

  private static final int STAGES = 5;

  private record Stage(List<TensorList> convolutions, TensorList projection) {}

  private final NDManager owner;
  private final NDArray mean;
  private final List<Stage> stages = new ArrayList<>();

  private HedDetector(Weights weights, Map<String, List<Long>> shapes, Path file) {
    owner = weights.owner();
    mean = weights.tensor("norm", 1, 3, 1, 1);
    long channels = 3;
    for (int i = 1; i <= STAGES; i++) {
      Weights block = weights.at("block" + i);
      List<TensorList> convolutions = new ArrayList<>();
      for (int k = 0; shapes.containsKey("block" + i + ".convs." + k + ".weight"); k++) {
        long out = shapes.get("block" + i + ".convs." + k + ".weight").get(0);
        convolutions.add(block.at("convs", k).convolution(out, channels, 3));
        channels = out;
      }
      if (convolutions.isEmpty()) {
        throw new ModelLoadException(file + ": missing tensor block" + i + ".convs.0.weight");
      }
      stages.add(
          new Stage(List.copyOf(convolutions), block.at("projection").convolution(1, channels, 1)));
    }
  }

  /**
   * Loads a safetensors file.
   *
   * @param scope on the device to compute on; the detector lives in a scope of its own in it
   * @throws ModelLoadException where something is missing or does not fit
   */
  public static HedDetector load(Path file, NDManager scope) {
    NDManager owner = scope.newSubManager();
    try (WeightFiles files = WeightFiles.file(file)) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      HedDetector detector = new HedDetector(weights, files.shapes(), file);
      owner.cap();
      return detector;
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  @Override
  public GreyMap edges(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    // each of the four halvings must leave a pixel
    if (Math.min(width, height) < 1 << (STAGES - 1)) {
      throw new IllegalArgumentException(
          "expected a picture of at least 16 pixels a side, found " + picture);
    }
    try (NDManager scope = owner.newSubManager()) {
      NDArray x = Kernels.call(scope, "combine", levels(scope, picture), 1.0, mean, -1.0);
      List<NDArray> votes = new ArrayList<>();
      for (Stage stage : stages) {
        x = votes.isEmpty() ? x : Kernels.call(scope, "halved_max", x);
        for (TensorList convolution : stage.convolutions()) {
          x = Kernels.call(scope, "conv_relu", x, convolution);
        }
        NDArray vote = Kernels.call(scope, "conv", x, stage.projection(), 1, 0);
        votes.add(Kernels.call(scope, "resized", vote, height, width));
      }
      NDArray edges = Kernels.call(scope, "edge_levels", new TensorList(scope, votes));
      return grey(width, height, edges.toFloatArray());
    }
  }

  /** (1, 3, H, W), 0 to 255. */
  private static NDArray levels(NDManager scope, Picture picture) {
    int pixels = picture.width() * picture.height();
    float[] values = new float[3 * pixels];
    for (int i = 0; i < values.length; i++) {
      values[i] = picture.rgb()[i % pixels * 3 + i / pixels] & 0xff;
    }
    return scope.create(values, new Shape(1, 3, picture.height(), picture.width()));
  }

  private static GreyMap grey(int width, int height, float[] values) {
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = (byte) (int) values[i];
    }
    return new GreyMap(width, height, levels);
  }

  @Override
  public void close() {
    owner.close();
  }
}
