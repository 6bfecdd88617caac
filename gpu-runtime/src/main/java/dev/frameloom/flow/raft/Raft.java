package dev.frameloom.flow.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.Shapes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.flow.network.FlowEncoder;
import dev.frameloom.flow.network.FlowNetwork;
import dev.frameloom.flow.network.FlowOptions;
import dev.frameloom.flow.network.PictureScale;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * RAFT. Both directions share the features; all else is computed for each.
 *
 * <p>B pairs, h × w an eighth of the pictures' size.
 */
public final class Raft implements FlowNetwork {

  static final int FACTOR = 8;

  /** Below this, the smallest level of correlations has one pixel, and no place on it. */
  private static final int LEAST_SIDE = FACTOR << Correlation.LEVELS;

  private final RaftForm form;
  private final FlowOptions options;
  private final FlowEncoder features;
  private final FlowEncoder context;
  private final UpdateBlock update;
  private final Optional<FlowMask> mask;

  /**
   * Reads all weights, by the names of its authors or of torchvision.
   *
   * @param place of the weights, for messages
   */
  public Raft(RaftSize size, Weights weights, Path place, FlowOptions options) {
    form = RaftForm.of(size);
    this.options = options;
    RaftNames names = RaftNames.of(weights, place);
    Function<String, Weights> at = path -> weights.at(names.stored(path));
    features = new FlowEncoder(path -> at.apply("fnet." + path), form.features());
    context = new FlowEncoder(path -> at.apply("cnet." + path), form.context());
    Function<String, Weights> inUpdate = path -> at.apply("update_block." + path);
    update = new UpdateBlock(inUpdate, form);
    mask = form.large() ? Optional.of(new FlowMask(inUpdate, form.state())) : Optional.empty();
  }

  @Override
  public int multiple() {
    return FACTOR;
  }

  @Override
  public int leastSide() {
    return LEAST_SIDE;
  }

  @Override
  public PictureScale scale() {
    return PictureScale.SIGNED;
  }

  @Override
  public NDArray forward(NDManager scope, NDArray first, NDArray second) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray both = features(inner, first, second);
          int pairs = (int) first.getShape().get(0);
          NDArray from = Kernels.call(inner, "token_rows", both, 0, pairs, 0);
          NDArray to = Kernels.call(inner, "token_rows", both, pairs, 2 * pairs, 0);
          return flow(inner, first, from, to);
        });
  }

  @Override
  public NDArray bothWays(NDManager scope, NDArray first, NDArray second) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray from = features(inner, first, second);
          NDArray to = Kernels.call(inner, "halves_swapped", from);
          NDArray pictures =
              Kernels.call(inner, "concat", new TensorList(inner, List.of(first, second)), 0);
          return flow(inner, pictures, from, to);
        });
  }

  /** (2·B, C, h, w) */
  private NDArray features(NDManager scope, NDArray first, NDArray second) {
    Shapes.check("first pictures", first, -1, 3, -1, -1);
    Shapes.checkMultiple("first pictures", first, FACTOR);
    Shapes.check("second pictures", second, first.getShape().getShape());
    return Scopes.within(
        scope,
        inner -> {
          NDArray both =
              Kernels.call(inner, "concat", new TensorList(inner, List.of(first, second)), 0);
          return features.apply(inner, both);
        });
  }

  /** As many rows at a time as their correlations have room. */
  private NDArray flow(NDManager scope, NDArray pictures, NDArray from, NDArray to) {
    int rows = (int) from.getShape().get(0);
    long each = Correlation.bytes(1, from.getShape().get(2), from.getShape().get(3));
    int fitting = (int) Math.min(rows, options.correlationBytes() / each);
    List<NDArray> flows = new ArrayList<>();
    int step = Math.max(1, fitting);
    for (int start = 0; start < rows; start += step) {
      int first = start;
      int end = Math.min(rows, start + step);
      flows.add(
          Scopes.within(
              scope,
              inner -> {
                NDArray one = Kernels.call(inner, "token_rows", from, first, end, 0);
                NDArray other = Kernels.call(inner, "token_rows", to, first, end, 0);
                Correlation correlation =
                    fitting > 0 ? new AllPairs(inner, one, other) : new OnDemand(inner, one, other);
                NDArray seen = Kernels.call(inner, "token_rows", pictures, first, end, 0);
                return steps(inner, seen, correlation);
              }));
    }
    return Kernels.call(scope, "concat", new TensorList(scope, flows), 0);
  }

  private NDArray steps(NDManager scope, NDArray pictures, Correlation correlation) {
    List<NDArray> split =
        Kernels.callTuple(scope, "first_state", context.apply(scope, pictures), form.state());
    NDArray state = split.get(0);
    List<NDArray> contexts = update.contexts(scope, split.get(1));
    NDArray grid = grid(scope, state.getShape());
    NDArray places = grid;
    for (int i = 0; i < options.iterations(); i++) {
      NDArray before = state;
      NDArray at = places;
      state = Scopes.within(scope, inner -> next(inner, before, contexts, grid, at, correlation));
      NDArray after = state;
      places =
          Scopes.within(
              scope, inner -> Kernels.call(inner, "add", at, update.change(inner, after)));
    }
    NDArray flow = Kernels.call(scope, "combine", places, 1.0, grid, -1.0);
    NDArray last = state;
    return mask.map(it -> it.enlarged(scope, flow, last))
        .orElseGet(() -> Kernels.call(scope, "bilinear_enlarged", flow, FACTOR));
  }

  private NDArray next(
      NDManager scope,
      NDArray state,
      List<NDArray> contexts,
      NDArray grid,
      NDArray places,
      Correlation correlation) {
    NDArray around = correlation.around(scope, places, form.radius());
    NDArray flow = Kernels.call(scope, "combine", places, 1.0, grid, -1.0);
    return update.next(scope, state, contexts, flow, around);
  }

  /** (B, 2, h, w): x and y of each pixel. */
  private static NDArray grid(NDManager scope, Shape like) {
    int pairs = (int) like.get(0);
    int height = (int) like.get(2);
    int width = (int) like.get(3);
    float[] grid = new float[pairs * 2 * height * width];
    for (int i = 0; i < grid.length; i++) {
      boolean across = i / width / height % 2 == 0;
      grid[i] = across ? i % width : i / width % height;
    }
    return scope.create(grid, new Shape(pairs, 2, height, width));
  }
}
