package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Number formats that models run in.
 *
 * <p>In half precision, weights and activations are halves, and what loses most is in single
 * precision all the same: sinusoids of the timestep; sums inside matrix products, norms and softmax
 * (PyTorch accumulates so); guidance, samplers and the latents that they pass on. The reference
 * rounds latents to halves after every operation of a sampler; here they stay whole.
 */
public enum Precision {
  /** Single precision. */
  FP32(DataType.FLOAT32, 6),
  /** Half precision: 11 bits of mantissa, nothing above 65504. */
  FP16(DataType.FLOAT16, 5),
  /** Half precision with the range of single precision: 8 bits of mantissa. */
  BF16(DataType.BFLOAT16, 15);

  private final DataType dtype;
  private final int number;

  Precision(DataType dtype, int number) {
    this.dtype = dtype;
    this.number = number;
  }

  /** The type of arrays in this precision. */
  public DataType dtype() {
    return dtype;
  }

  /** PyTorch's number of a type, as kernels take it. */
  public static int number(DataType dtype) {
    return of(dtype).number;
  }

  /**
   * The precision of arrays of a type.
   *
   * @throws IllegalArgumentException where no model runs in it
   */
  public static Precision of(DataType dtype) {
    return find(dtype)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + Arrays.stream(values())
                            .map(it -> it.dtype.name())
                            .collect(Collectors.joining(", "))
                        + ", found "
                        + dtype));
  }

  private static Optional<Precision> find(DataType dtype) {
    return Arrays.stream(values()).filter(it -> it.dtype == dtype).findFirst();
  }

  /**
   * An array in this precision: itself where it is known to have it, else a copy. (Of an array in
   * bfloat16 the bridge to PyTorch says that its type is unknown; no array reaches Java code but
   * through here, in single precision.)
   *
   * @param scope what a copy is attached to
   */
  public NDArray convert(NDManager scope, NDArray array) {
    return array.getDataType() == dtype ? array : Kernels.call(scope, "in_format", array, number);
  }
}
