package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
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
  void a_lora_adds_a_scaled_product() {
    NDArray weight = random("w", 4, 3, 3, 3);
    NDArray up = random("u", 4, 2, 1, 1);
    NDArray down = random("d", 2, 3, 3, 3);
    NDArray product = up.reshape(4, 2).matMul(down.reshape(2, 27)).reshape(4, 3, 3, 3);
    NDArray expected = weight.add(product.mul(0.3f));
    assertClose(expected, Kernels.call(scope, "with_lora", weight, up, down, 0.3));
    NDArray matrix = random("m", 4, 3);
    assertClose(
        matrix.sub(up.reshape(4, 2).matMul(down.get(":, :, 0, 0")).mul(2)),
        Kernels.call(scope, "with_lora", matrix, up, down.get(":, :, 0, 0"), -2.0));
  }

  @Test
  void the_middle_of_a_lora_is_contracted_with_its_down() {
    float[] mid = random("m", 2, 3, 2, 2).toFloatArray();
    float[] down = random("d", 3, 5, 1, 1).toFloatArray();
    float[] expected = new float[2 * 5 * 4];
    for (int r = 0; r < 2; r++) {
      for (int i = 0; i < 5; i++) {
        for (int k = 0; k < 4; k++) {
          for (int s = 0; s < 3; s++) {
            expected[(r * 5 + i) * 4 + k] += mid[(r * 3 + s) * 4 + k] * down[s * 5 + i];
          }
        }
      }
    }
    NDArray found =
        Kernels.call(scope, "lora_inside", random("m", 2, 3, 2, 2), random("d", 3, 5, 1, 1));
    assertClose(scope.create(expected, new Shape(2, 5, 2, 2)), found);
  }

  @Test
  void one_number_that_is_not_finite_is_found() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      NDArray x = random("x", 3, 3);
      assertThat(Kernels.call(scope, "all_finite", x).getFloat()).isEqualTo(1);
      x.set(new NDIndex("1, 2"), bad);
      assertThat(Kernels.call(scope, "all_finite", x).getFloat()).isZero();
    }
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
