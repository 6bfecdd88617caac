package dev.frameloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {

  @Test
  void a_device_is_named_with_its_precision() {
    assertThat(ComputeDevice.parse(" CPU ")).isEqualTo(ComputeDevice.CPU);
    assertThat(ComputeDevice.parse("cpu:fp32")).isEqualTo(ComputeDevice.CPU);
    assertThat(ComputeDevice.parse("cpu:bf16").dtype()).isEqualTo(DataType.BFLOAT16);
    assertThat(ComputeDevice.parse("cpu:fp16").precision()).isEqualTo(Precision.FP16);
  }

  @Test
  void a_device_that_is_not_there_is_named() {
    assertThatThrownBy(() -> ComputeDevice.parse("gpu99:bf16")).hasMessageContaining("gpu99:bf16");
  }

  @Test
  void names_of_other_forms_are_refused_without_starting_anything() {
    for (String name : List.of("gpu0", "gpu12:fp16", "gpu1:bf16", "gpu0:fp32", "CPU:bf16")) {
      ComputeDevice.requireName(name);
    }
    for (String name : List.of("tpu", "gpu", "cpu0", "gpu0:fp8", "gpu0:", "")) {
      assertThatThrownBy(() -> ComputeDevice.requireName(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a device as cpu")
          .hasMessageContaining("\"" + name + "\"");
    }
  }

  @Test
  void arrays_go_to_halves_and_back() {
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      // 1 + 2^-8 lies between two bfloat16 numbers, and goes to the even one
      NDArray array = scope.create(new float[] {1, 1 + 0x1p-8f, 0x1p16f, 0x1p-30f});
      NDArray brain = Precision.BF16.convert(scope, array);
      assertThat(Precision.FP32.convert(scope, brain).toFloatArray())
          .containsExactly(1, 1, 0x1p16f, 0x1p-30f);
      NDArray half = Precision.FP16.convert(scope, array);
      assertThat(Precision.FP32.convert(scope, half).toFloatArray())
          .containsExactly(1, 1 + 0x1p-8f, Float.POSITIVE_INFINITY, 0);
      assertThat(half.getDataType()).isEqualTo(DataType.FLOAT16);
      assertThat(Precision.FP16.convert(scope, half)).isSameAs(half);
    }
  }
}
