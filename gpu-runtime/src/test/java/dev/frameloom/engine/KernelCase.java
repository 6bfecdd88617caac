package dev.frameloom.engine;

import java.util.function.Consumer;

/**
 * A kernel compared with an oracle: the same by slow and obvious means, at one set of shapes.
 *
 * @param kernel name of the method in {@code kernels/*.torchscript}
 * @param shapes what is particular to this case
 * @param check computes both and compares them
 */
record KernelCase(String kernel, String shapes, Consumer<KernelTrial> check) {

  @Override
  public String toString() {
    return kernel + ", " + shapes;
  }
}
