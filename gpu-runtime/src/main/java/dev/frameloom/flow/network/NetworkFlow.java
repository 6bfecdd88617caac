package dev.frameloom.flow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.FlowPair;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Optical flow by a network. Pictures of any size: the pixels of their border are repeated around
 * them until the network takes the size, and the flow there is cut off again.
 */
public final class NetworkFlow implements OpticalFlow {

  private final FlowNetwork network;
  private final NDManager owner;
  private final PictureBatch batches;
  private final int batch;

  /**
   * Wraps a network.
   *
   * @param owner of the network's weights; closed with this
   */
  public NetworkFlow(FlowNetwork network, NDManager owner, FlowOptions options) {
    this.network = network;
    this.owner = owner;
    batches = new PictureBatch(options.scale().orElseGet(network::scale), options.order());
    batch = options.batch();
  }

  @Override
  public FlowField between(Picture from, Picture to) {
    return between(List.of(from), List.of(to)).get(0);
  }

  @Override
  public FlowPair pair(Picture first, Picture second) {
    return pairs(List.of(first), List.of(second)).get(0);
  }

  @Override
  public List<FlowField> between(List<Picture> from, List<Picture> to) {
    List<FlowField> fields = new ArrayList<>();
    for (PairGroup group : PairGroup.of(from, to, batch)) {
      fields.addAll(run(group, network::forward));
    }
    return List.copyOf(fields);
  }

  @Override
  public List<FlowPair> pairs(List<Picture> first, List<Picture> second) {
    List<FlowPair> pairs = new ArrayList<>();
    for (PairGroup group : PairGroup.of(first, second, batch)) {
      List<FlowField> fields = run(group, network::bothWays);
      for (int i = 0; i < group.size(); i++) {
        pairs.add(new FlowPair(fields.get(i), fields.get(group.size() + i)));
      }
    }
    return List.copyOf(pairs);
  }

  private interface Search {
    NDArray flow(NDManager scope, NDArray first, NDArray second);
  }

  private List<FlowField> run(PairGroup group, Search search) {
    int width = group.from().get(0).width();
    int height = group.from().get(0).height();
    Border border = Border.of(width, height, network);
    try (NDManager scope = owner.newSubManager()) {
      NDArray first = batches.of(scope, group.from(), border);
      NDArray second = batches.of(scope, group.to(), border);
      NDArray flow = search.flow(scope, first, second);
      return fields(flow, width, height, border);
    }
  }

  /** (B, 2, H, W) without the border. */
  private static List<FlowField> fields(NDArray flow, int width, int height, Border border) {
    float[] values = flow.toFloatArray();
    int rows = (int) flow.getShape().get(2);
    int columns = (int) flow.getShape().get(3);
    List<FlowField> fields = new ArrayList<>();
    for (int b = 0; b < flow.getShape().get(0); b++) {
      float[] vectors = new float[width * height * 2];
      for (int i = 0; i < vectors.length; i++) {
        int y = i / 2 / width + border.top();
        int x = i / 2 % width + border.left();
        float value = values[((b * 2 + i % 2) * rows + y) * columns + x];
        if (!Float.isFinite(value)) {
          throw new NotFiniteException(
              "a flow",
              "the network's flow holds values that are not numbers; its weights may be damaged");
        }
        vectors[i] = value;
      }
      fields.add(new FlowField(width, height, vectors));
    }
    return fields;
  }

  @Override
  public void close() {
    owner.close();
  }
}
