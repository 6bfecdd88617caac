package dev.frameloom.flow.gmflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Scopes;
import dev.frameloom.engine.Shapes;
import dev.frameloom.engine.TensorList;
import dev.frameloom.flow.network.EncoderForm;
import dev.frameloom.flow.network.EncoderNorm;
import dev.frameloom.flow.network.FlowEncoder;
import dev.frameloom.flow.network.FlowNetwork;
import dev.frameloom.flow.network.PictureScale;
import dev.frameloom.weights.Weights;
import java.util.List;

/**
 * GMFlow with one scale. Features of both pictures know of each other by a transformer; each is
 * then matched with all of the other picture's, its flow is smoothed by attention, and enlarged.
 * Both directions take little more than one, since the transformer sees both pictures anyway.
 *
 * <p>Memory grows with the number of pixels, not with its square: scores of all pairs of tokens
 * exist for some of them at a time.
 *
 * <p>B pairs, S = h·w tokens of C channels, h × w an eighth of the pictures' size.
 */
public final class GmFlow implements FlowNetwork {

  private static final int FACTOR = 8;

  private final GmFlowConfig config;
  private final FlowEncoder encoder;
  private final FeatureTransformer transformer;
  private final TensorList query;
  private final TensorList key;
  private final TensorList enlargement;
  private final Convolution mask;

  /** Reads all weights, by the names of the authors' checkpoints. */
  public GmFlow(GmFlowConfig config, Weights weights) {
    this.config = config;
    int channels = config.channels();
    Weights backbone = weights.at("backbone");
    encoder =
        new FlowEncoder(
            backbone::at,
            new EncoderForm(
                List.of(64, 64, 96, 128), channels, false, EncoderNorm.INSTANCE, false));
    transformer = new FeatureTransformer(weights.at("transformer"), config);
    Weights smoothing = weights.at("feature_flow_attn");
    query = smoothing.at("q_proj").linear(channels, channels);
    key = smoothing.at("k_proj").linear(channels, channels);
    enlargement = weights.at("upsampler.0").convolution(256, 2L + channels, 3);
    mask = new Convolution(weights.at("upsampler.2"), 256, FACTOR * FACTOR * 9, 1, 1);
  }

  @Override
  public int multiple() {
    return FACTOR * config.splits();
  }

  @Override
  public int leastSide() {
    return multiple();
  }

  @Override
  public PictureScale scale() {
    return PictureScale.IMAGENET;
  }

  @Override
  public NDArray forward(NDManager scope, NDArray first, NDArray second) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray tokens = tokens(inner, first, second);
          int rows = (int) first.getShape().get(0);
          NDArray from = Kernels.call(inner, "token_rows", tokens, 0, rows, 0);
          NDArray to = Kernels.call(inner, "token_rows", tokens, rows, 2 * rows, 0);
          return flow(inner, from, to, first.getShape());
        });
  }

  @Override
  public NDArray bothWays(NDManager scope, NDArray first, NDArray second) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray tokens = tokens(inner, first, second);
          NDArray others = Kernels.call(inner, "halves_swapped", tokens);
          return flow(inner, tokens, others, first.getShape());
        });
  }

  /** (2·B, S, C) of the first and the second pictures, each knowing of the other. */
  private NDArray tokens(NDManager scope, NDArray first, NDArray second) {
    Shapes.check("first pictures", first, -1, 3, -1, -1);
    Shapes.checkMultiple("first pictures", first, multiple());
    Shapes.check("second pictures", second, first.getShape().getShape());
    int height = (int) first.getShape().get(2) / FACTOR;
    int width = (int) first.getShape().get(3) / FACTOR;
    return Scopes.within(
        scope,
        inner -> {
          NDArray both =
              Kernels.call(inner, "concat", new TensorList(inner, List.of(first, second)), 0);
          NDArray features = encoder.apply(inner, both);
          WindowGrid grid = new WindowGrid(height, width, config.splits(), false);
          NDArray positions = grid.positions(inner, config.channels());
          NDArray tokens = Kernels.call(inner, "placed_tokens", features, positions);
          return transformer.apply(inner, tokens, height, width);
        });
  }

  /** Flow from tokens (N, S, C) to the others, (N, 2, H, W). */
  private NDArray flow(NDManager scope, NDArray tokens, NDArray others, Shape pictures) {
    int height = (int) pictures.get(2) / FACTOR;
    int width = (int) pictures.get(3) / FACTOR;
    NDArray grid = grid(scope, height, width);
    NDArray places = Matching.of(scope, tokens, others, grid);
    NDArray coarse = Kernels.call(scope, "combine", places, 1.0, grid, -1.0);
    NDArray queries = Kernels.call(scope, "linear", tokens, query);
    // the keys are projected from the queries, not from the tokens: so it was trained
    NDArray keys = Kernels.call(scope, "linear", queries, key);
    NDArray smooth = Matching.of(scope, queries, keys, coarse);
    NDArray flow = Kernels.call(scope, "tokens_picture", smooth, height, width);
    NDArray features = Kernels.call(scope, "tokens_picture", tokens, height, width);
    NDArray joined =
        Kernels.call(scope, "concat", new TensorList(scope, List.of(flow, features)), 1);
    NDArray hidden = Kernels.call(scope, "conv_relu", joined, enlargement);
    return Kernels.call(scope, "convex_enlarged", flow, mask.apply(scope, hidden), FACTOR, 1.0);
  }

  /** (1, S, 2): x and y of each token. */
  private static NDArray grid(NDManager scope, int height, int width) {
    float[] grid = new float[2 * height * width];
    for (int i = 0; i < height * width; i++) {
      int row = i / width;
      grid[2 * i] = i - row * width;
      grid[2 * i + 1] = row;
    }
    return scope.create(grid, new Shape(1, (long) height * width, 2));
  }
}
