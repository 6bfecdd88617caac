package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.weights.GoldenTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a {@link KernelCase} computes with. Every call of the kernel is made twice: equal arguments
 * must give equal bytes, and must be left as they were.
 */
final class KernelTrial implements AutoCloseable {

  /** Share of the range of what is expected; single precision rounds to about 1e-6 of it. */
  private static final double TOLERANCE = 5e-6;

  private final String kernel;
  private final NDManager scope = ComputeDevice.CPU.newScope();
  private final List<NDArray> made = new ArrayList<>();
  private boolean compared;

  KernelTrial(String kernel) {
    this.kernel = kernel;
  }

  NDManager scope() {
    return scope;
  }

  /** Standard normal numbers; another name, other numbers. */
  NDArray random(String name, long... shape) {
    return known(Noise.normal(scope, 1, kernel + "/" + name, 0, shape));
  }

  /** The same numbers in channels-last memory. */
  NDArray channelsLast(String name, long... shape) {
    NDArray plain = random(name, shape);
    return known(plain.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2));
  }

  /** Weights: normal numbers that keep the size of what they are applied to. */
  NDArray weight(String name, long... shape) {
    double fanIn = new Shape(shape).slice(1).size();
    return known(random(name, shape).mul(1 / Math.sqrt(fanIn)));
  }

  NDArray known(NDArray array) {
    made.add(array);
    return array;
  }

  TensorList list(NDArray... tensors) {
    return new TensorList(scope, List.of(tensors));
  }

  NDArray call(Object... arguments) {
    return calls(() -> List.of(Kernels.call(scope, kernel, arguments))).get(0);
  }

  List<NDArray> callTuple(Object... arguments) {
    return calls(() -> Kernels.callTuple(scope, kernel, arguments));
  }

  private List<NDArray> calls(Supplier<List<NDArray>> call) {
    List<byte[]> before = made.stream().map(NDArray::toByteArray).toList();
    List<NDArray> first = call.get();
    List<byte[]> result = first.stream().map(NDArray::toByteArray).toList();
    List<NDArray> second = call.get();
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).toByteArray())
          .as("result %d of %s, called again", i, kernel)
          .isEqualTo(result.get(i));
    }
    for (int i = 0; i < made.size(); i++) {
      assertThat(made.get(i).toByteArray())
          .as("argument %d of %s after the call", i, kernel)
          .isEqualTo(before.get(i));
    }
    return first;
  }

  void assertClose(NDArray expected, NDArray found) {
    compared = true;
    assertThat(found.getShape()).as("shape of " + kernel).isEqualTo(expected.getShape());
    float[] values = found.toType(DataType.FLOAT32, true).toFloatArray();
    GoldenTensors.assertClose(kernel, expected.toFloatArray(), values, TOLERANCE);
  }

  @Override
  public void close() {
    scope.close();
    assertThat(compared).as("the case compares " + kernel + " with something").isTrue();
  }
}
