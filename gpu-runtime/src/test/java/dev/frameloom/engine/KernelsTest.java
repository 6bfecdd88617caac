package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.weights.GoldenTensors;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls of kernels: what they take, and what their results belong to. {@link KernelOracleTest} says
 * what most of them compute.
 */
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
  @OracleOf("overwrite_rows")
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
  void a_packed_weight_is_overwritten_in_place() {
    NDArray weight = random("w", 16, 8, 3, 3);
    NDArray values = random("v", 16, 8, 3, 3);
    NDArray packed = Kernels.call(scope, "packed_weight", weight, 6);
    Kernels.call(scope, "overwrite_rows", packed, 0, values);
    NDArray x = random("x", 2, 8, 6, 5);
    NDArray bias = random("b", 16);
    NDArray fresh = Kernels.call(scope, "packed_weight", values, 6);
    assertThat(Kernels.call(scope, "packed_conv", x, packed, bias).toFloatArray())
        .isEqualTo(Kernels.call(scope, "packed_conv", x, fresh, bias).toFloatArray());
    assertThat(weight.toFloatArray()).isNotEqualTo(values.toFloatArray());
  }

  @Test
  @OracleOf("empty_rows")
  void weights_are_put_one_below_the_other() {
    NDArray first = random("first", 2, 3, 1, 1);
    NDArray second = random("second", 2, 3);
    NDArray joined = Kernels.call(scope, "empty_rows", first, 4, 3, 6);
    Kernels.call(scope, "overwrite_rows", joined, 0, first);
    Kernels.call(scope, "overwrite_rows", joined, 2, second);
    assertThat(joined.toFloatArray()).isEqualTo(first.reshape(2, 3).concat(second).toFloatArray());
    NDArray biases = Kernels.call(scope, "empty_rows", first, 3, 0, 6);
    Kernels.call(scope, "overwrite_rows", biases, 0, random("bias", 3));
    assertThat(biases.toFloatArray()).isEqualTo(random("bias", 3).toFloatArray());
  }

  @Test
  @OracleOf("with_lora")
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
  @OracleOf("lora_inside")
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
  @OracleOf("all_finite")
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

  private NDArray random(String name, long... shape) {
    return Noise.normal(scope, 1, name, 0, shape);
  }

  private static void assertClose(NDArray expected, NDArray found) {
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    GoldenTensors.assertClose("kernel", expected.toFloatArray(), found.toFloatArray(), 2e-5);
  }
}
