package dev.frameloom.weights;

/** By which names a model's tensors are stored: diffusers' own, or those of another code. */
@FunctionalInterface
public interface TensorNames {

  /** Stored as they are called here. */
  TensorNames SAME = StoredName::whole;

  /**
   * Where a tensor is stored.
   *
   * @param name diffusers' dotted name, relative to the part; a name that the other code has no
   *     word for stays as it is
   */
  StoredName stored(String name);
}
