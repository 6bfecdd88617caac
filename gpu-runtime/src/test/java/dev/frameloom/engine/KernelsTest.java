package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelsTest {

  @Test
  void a_residual_block_can_be_called_twice_with_the_same_weights() {
    try (NDManager owner = ComputeDevice.CPU.newScope();
        NDManager scope = owner.newSubManager()) {
      NDArray x = Noise.normal(scope, 1, "x", 0, 2, 8, 6, 5);
      NDArray n = Noise.normal(scope, 1, "n", 0, 8);
      NDArray c = Noise.normal(scope, 1, "c", 0, 8, 8, 3, 3);
      TensorList w = new TensorList(owner, List.of(n, n, c, n, n, n, c, n));
      NDArray once = Kernels.call(scope, "residual_block", x, w, 4, 1e-5);
      NDArray twice = Kernels.call(scope, "residual_block", x, w, 4, 1e-5);
      assertThat(once.getManager()).isSameAs(scope);
      assertThat(once.toFloatArray()).isEqualTo(twice.toFloatArray());
    }
  }
}
