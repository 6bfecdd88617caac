package dev.frameloom.flow.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Precision;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.List;
import java.util.function.Function;

/**
 * A gated recurrent unit of convolutions over state, context and motion. The context does not
 * change between steps, so that its share of the sums is computed once; the authors' code computes
 * it in every step.
 */
final class RecurrentUnit {

  /** Over state and motion. */
  private final TensorList weights;

  /** Over the context, for update, reset and candidate one below the other. */
  private final TensorList contextWeights;

  /**
   * Reads a unit.
   *
   * @param at weights by the last part of the path: z, r or q
   * @param motion channels of the motion features
   * @param tall rows of the kernel
   * @param wide columns of the kernel
   */
  RecurrentUnit(Function<String, Weights> at, RaftForm form, int motion, int tall, int wide) {
    int state = form.state();
    int context = form.contextChannels();
    NDManager owner = at.apply("z").owner();
    long[] shape = {state, (long) state + context + motion, tall, wide};
    try (NDManager scope = owner.newSubManager()) {
      List<NDArray> all =
          List.of("z", "r", "q").stream().map(it -> at.apply(it).tensor("weight", shape)).toList();
      List<NDArray> biases =
          List.of("z", "r", "q").stream().map(it -> at.apply(it).tensor("bias", state)).toList();
      List<NDArray> changing = all.stream().map(it -> changing(scope, it, state, context)).toList();
      List<NDArray> fixed = all.stream().map(it -> columns(scope, it, state, context)).toList();
      weights =
          new TensorList(
              owner,
              List.of(
                  packed(owner, joined(scope, changing.subList(0, 2))),
                  packed(owner, changing.get(2))));
      contextWeights =
          new TensorList(
              owner, List.of(packed(owner, joined(scope, fixed)), joined(owner, biases)));
      all.forEach(NDArray::close);
      biases.forEach(NDArray::close);
    }
  }

  /** Columns of a weight over state and motion, without those over the context between. */
  private static NDArray changing(NDManager scope, NDArray weight, int state, int context) {
    int all = (int) weight.getShape().get(1);
    NDArray before = columns(scope, weight, 0, state);
    NDArray after = columns(scope, weight, state + context, all - state - context);
    return Kernels.call(scope, "concat", new TensorList(scope, List.of(before, after)), 1);
  }

  private static NDArray columns(NDManager scope, NDArray weight, int from, int count) {
    NDArray columns = weight.get(new NDIndex(":, {}:{}", from, from + count));
    columns.attach(scope);
    return columns;
  }

  private static NDArray joined(NDManager scope, List<NDArray> parts) {
    return Kernels.call(scope, "concat", new TensorList(scope, parts), 0);
  }

  /** A copy in the memory order that convolutions want. */
  private static NDArray packed(NDManager owner, NDArray weight) {
    return Kernels.call(owner, "weight", weight, Precision.number(weight.getDataType()));
  }

  /** What the context adds in every step. */
  NDArray context(NDManager scope, NDArray context) {
    return Kernels.call(scope, "conv_plain", context, contextWeights, 1, false);
  }

  /** The next state. */
  NDArray step(NDManager scope, NDArray state, NDArray motion, NDArray context) {
    return Kernels.call(scope, "recurrent_step", state, motion, context, weights);
  }
}
