package dev.frameloom.flow.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One step: from flow, correlation and state to the next state, and to how flow changes. */
final class UpdateBlock {

  /** Products of a place's surroundings come with the flow as two channels more. */
  private static final int FLOW = 2;

  private final TensorList motion;
  private final List<RecurrentUnit> units;
  private final TensorList head;
  private final Convolution change;

  /**
   * Reads a block.
   *
   * @param at weights by the authors' path below {@code update_block}
   */
  UpdateBlock(Function<String, Weights> at, RaftForm form) {
    motion = motion(at, form);
    int channels = form.motion().joined() + FLOW;
    units =
        form.large()
            ? List.of(
                new RecurrentUnit(it -> at.apply("gru.conv" + it + "1"), form, channels, 1, 5),
                new RecurrentUnit(it -> at.apply("gru.conv" + it + "2"), form, channels, 5, 1))
            : List.of(new RecurrentUnit(it -> at.apply("gru.conv" + it), form, channels, 3, 3));
    head = at.apply("flow_head.conv1").convolution(form.head(), form.state(), 3);
    change = new Convolution(at.apply("flow_head.conv2"), form.head(), FLOW, 3, 1);
  }

  private static TensorList motion(Function<String, Weights> at, RaftForm form) {
    RaftForm.Motion channels = form.motion();
    long window = 2L * form.radius() + 1;
    List<NDArray> tensors = new ArrayList<>();
    long looked = Correlation.LEVELS * window * window;
    addLayer(tensors, at.apply("encoder.convc1"), channels.correlation(), looked, 1);
    long correlation = channels.correlation();
    if (channels.wideCorrelation() > 0) {
      addLayer(tensors, at.apply("encoder.convc2"), channels.wideCorrelation(), correlation, 3);
      correlation = channels.wideCorrelation();
    }
    addLayer(tensors, at.apply("encoder.convf1"), channels.wideFlow(), FLOW, 7);
    addLayer(tensors, at.apply("encoder.convf2"), channels.flow(), channels.wideFlow(), 3);
    addLayer(
        tensors, at.apply("encoder.conv"), channels.joined(), correlation + channels.flow(), 3);
    return new TensorList(at.apply("encoder.conv").owner(), tensors);
  }

  private static void addLayer(
      List<NDArray> tensors, Weights weights, long out, long in, long kernel) {
    tensors.add(weights.tensor("weight", out, in, kernel, kernel));
    tensors.add(weights.tensor("bias", out));
  }

  /** What the context adds in every step, for each recurrent unit. */
  List<NDArray> contexts(NDManager scope, NDArray context) {
    return units.stream().map(unit -> unit.context(scope, context)).toList();
  }

  /**
   * The next state.
   *
   * @param state (B, C, h, w)
   * @param contexts from {@link #contexts}
   * @param flow (B, 2, h, w)
   * @param correlation where the flow leads
   */
  NDArray next(
      NDManager scope, NDArray state, List<NDArray> contexts, NDArray flow, NDArray correlation) {
    NDArray features = Kernels.call(scope, "motion_features", flow, correlation, motion);
    NDArray next = state;
    for (int i = 0; i < units.size(); i++) {
      next = units.get(i).step(scope, next, features, contexts.get(i));
    }
    return next;
  }

  /** How flow changes, (B, 2, h, w). */
  NDArray change(NDManager scope, NDArray state) {
    return change.apply(scope, Kernels.call(scope, "conv_relu", state, head));
  }
}
