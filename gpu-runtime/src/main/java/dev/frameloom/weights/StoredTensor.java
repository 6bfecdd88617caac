package dev.frameloom.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A tensor in a file, which can be copied to another without being held in memory.
 *
 * @param type as safetensors names it, {@code F32}
 * @param length bytes of all numbers
 * @param shape sizes, outermost first
 * @param numbers writes them
 */
public record StoredTensor(String type, long length, List<Long> shape, Numbers numbers) {

  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /** Numbers of a tensor that lie elsewhere. */
  @FunctionalInterface
  public interface Numbers {

    /** Writes all of them, row-major and little-endian. */
    void write(OutputStream out) throws IOException;
  }
}
