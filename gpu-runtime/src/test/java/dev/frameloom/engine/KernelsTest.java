package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import dev.frameloom.weights.GoldenTensors;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fused kernels against slow and obvious operations; single precision rounds to about 1e-6. */
class KernelsTest {

  private NDManager scope;

  @BeforeEach
  void open() {
    scope = ComputeDevice.CPU.newScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void attention_is_a_softmax_over_scaled_products() {
    NDArray q = random("q", 2, 3, 5, 4);
    NDArray k = random("k", 2, 3, 7, 4);
    NDArray v = random("v", 2, 3, 7, 4);
    NDArray expected = q.matMul(k.transpose(0, 1, 3, 2)).div(2).softmax(-1).matMul(v);
    assertClose(expected, Kernels.call(scope, "attention", q, k, v));
  }

  @Test
  void causal_attention_sees_no_later_token() {
    NDArray q = random("q", 1, 2, 5, 4);
    NDArray k = random("k", 1, 2, 5, 4);
    NDArray v = random("v", 1, 2, 5, 4);
    float[] mask = new float[25];
    for (int i = 0; i < 25; i++) {
      mask[i] = i % 5 > i / 5 ? Float.NEGATIVE_INFINITY : 0;
    }
    NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).div(2);
    NDArray masked = scores.add(scope.create(mask, new Shape(5, 5)));
    assertClose(masked.softmax(-1).matMul(v), Kernels.call(scope, "causal_attention", q, k, v));
  }

  @Test
  void a_residual_block_is_norm_silu_convolution_twice_beside_a_shortcut() {
    NDArray x = random("x", 2, 8, 6, 5);
    NDArray time = random("time", 1, 10);
    NDArray[] w = {
      random("n1", 8),
      random("b1", 8),
      random("c1", 12, 8, 3, 3),
      random("d1", 12),
      random("t", 12, 10),
      random("tb", 12),
      random("n2", 12),
      random("b2", 12),
      random("c2", 12, 12, 3, 3),
      random("d2", 12),
      random("s", 12, 8, 1, 1),
      random("sb", 12)
    };
    NDArray h = convolved(silu(normed(x, w[0], w[1], 4)), w[2], w[3]);
    NDArray t = time.matMul(w[4].transpose()).add(w[5]).reshape(1, 12, 1, 1);
    h = convolved(silu(normed(h.add(t), w[6], w[7], 4)), w[8], w[9]);
    NDArray shortcut = Conv2d.conv2d(x, w[10], w[11]).singletonOrThrow();
    TensorList weights = new TensorList(scope, List.of(w));
    NDArray found = Kernels.call(scope, "timed_residual_block", x, time, weights, 4, 1e-5);
    assertClose(shortcut.add(h), found);
    assertThat(
            Kernels.call(scope, "timed_residual_block", x, time, weights, 4, 1e-5).toFloatArray())
        .isEqualTo(found.toFloatArray());
  }

  @Test
  void projections_are_split_into_heads() {
    NDArray x = random("x", 2, 5, 6);
    NDArray one = scope.ones(new Shape(6));
    NDArray zero = scope.zeros(new Shape(6));
    NDArray weight = random("w", 18, 6);
    List<NDArray> found =
        Kernels.callTuple(
            scope,
            "self_projections",
            x,
            new TensorList(scope, List.of(one, zero, weight)),
            3,
            1e-5);
    NDArray mean = x.mean(new int[] {2}, true);
    NDArray variance = x.sub(mean).square().mean(new int[] {2}, true);
    NDArray normed = x.sub(mean).div(variance.add(1e-5).sqrt());
    NDArray all = normed.matMul(weight.transpose());
    for (int i = 0; i < 3; i++) {
      // (B, S, C) -> (B, H, S, D)
      NDArray part = all.get(":, :, " + 6 * i + ":" + (6 * i + 6)).reshape(2, 5, 3, 2);
      assertClose(part.transpose(0, 2, 1, 3), found.get(i));
    }
  }

  @Test
  void rows_are_overwritten_in_place_in_any_memory_order() {
    NDArray weight = Kernels.call(scope, "weight", random("w", 4, 3, 3, 3), 6); // channels last
    NDArray values = random("v", 2, 3, 3, 3);
    NDArray expected = weight.get("0:1").concat(values).concat(weight.get("3:"));
    TensorList holder = new TensorList(scope, List.of(weight, random("b", 4)));
    NDArray x = random("x", 1, 3, 5, 5);
    Kernels.call(scope, "overwrite_rows", weight, 1, values);
    assertThat(weight.toFloatArray()).isEqualTo(expected.toFloatArray());
    TensorList fresh = new TensorList(scope, List.of(expected, random("b", 4)));
    assertClose(
        Kernels.call(scope, "conv", x, fresh, 1, 1), Kernels.call(scope, "conv", x, holder, 1, 1));
    NDArray matrix = random("m", 4, 3);
    Kernels.call(scope, "overwrite_rows", matrix, 2, random("n", 2, 3, 1, 1));
    assertThat(matrix.get("2:").toFloatArray()).isEqualTo(random("n", 2, 3, 1, 1).toFloatArray());
  }

  @Test
  void a_result_belongs_to_the_scope_given_and_arguments_do_not_gather() {
    NDArray x = random("x", 2, 2);
    try (NDManager inner = scope.newSubManager()) {
      NDArray found = Kernels.call(inner, "combine", x, 2.0, x, 0.5);
      assertThat(found.getManager()).isSameAs(inner);
      assertThat(inner.getManagedArrays()).hasSize(1);
    }
    assertThat(scope.getManagedArrays()).hasSize(1);
  }

  @Test
  void an_unknown_argument_is_refused() {
    assertThatThrownBy(() -> Kernels.call(scope, "plain", "text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("String");
  }

  @Test
  void a_device_that_is_not_there_is_named() {
    assertThat(ComputeDevice.parse("CPU")).isEqualTo(ComputeDevice.CPU);
    assertThatThrownBy(() -> ComputeDevice.parse("gpu99")).hasMessageContaining("gpu99");
    assertThatThrownBy(() -> ComputeDevice.parse("tpu")).hasMessageContaining("expected a device");
  }

  private NDArray normed(NDArray x, NDArray weight, NDArray bias, int groups) {
    Shape shape = x.getShape();
    NDArray grouped = x.reshape(shape.get(0), groups, -1);
    NDArray mean = grouped.mean(new int[] {2}, true);
    NDArray variance = grouped.sub(mean).square().mean(new int[] {2}, true);
    NDArray normal = grouped.sub(mean).div(variance.add(1e-5).sqrt()).reshape(shape);
    return normal.mul(weight.reshape(1, -1, 1, 1)).add(bias.reshape(1, -1, 1, 1));
  }

  private static NDArray silu(NDArray x) {
    return x.mul(Activation.sigmoid(x));
  }

  private static NDArray convolved(NDArray x, NDArray weight, NDArray bias) {
    return Conv2d.conv2d(x, weight, bias, new Shape(1, 1), new Shape(1, 1)).singletonOrThrow();
  }

  private NDArray random(String name, long... shape) {
    return Noise.normal(scope, 1, name, 0, shape);
  }

  private static void assertClose(NDArray expected, NDArray found) {
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    GoldenTensors.assertClose("kernel", expected.toFloatArray(), found.toFloatArray(), 2e-5);
  }
}
