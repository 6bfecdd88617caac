package dev.frameloom.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * Tensors in the order a kernel unpacks them, handed over once and used by every call. Owned by the
 * manager that it was made with; closing that closes the list.
 */
public final class TensorList {

  private final IValue value;
  private final List<NDArray> tensors;

  /**
   * A list of tensors.
   *
   * @param owner closes the list
   * @param tensors in the kernel's order; they may be closed afterwards, the list keeps what it
   *     needs
   */
  public TensorList(NDManager owner, List<NDArray> tensors) {
    this.tensors = List.copyOf(tensors);
    value = IValue.listFrom(tensors.toArray(PtNDArray[]::new));
    owner.attachInternal(value.getUid(), value);
  }

  /** What it was made of; may be closed. */
  public List<NDArray> tensors() {
    return tensors;
  }

  IValue value() {
    return value;
  }
}
