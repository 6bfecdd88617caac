package dev.frameloom.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Precision;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.WeightFiles.Located;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tensors of a model under a dotted prefix. Blocks take what they need when they are built, each
 * tensor with the shape that it must have. What is read belongs to the owner: it lives as long as
 * the model. Where each tensor landed is kept in {@link #places}, so that it can be rewritten; a
 * block may keep what it is given, but nothing that it computes from it.
 */
public final class Weights {

  private final WeightFiles files;
  private final NDManager owner;
  private final DataType dtype;
  private final String prefix;
  private final WeightPlaces places;

  /**
   * All tensors of a part.
   *
   * @param files where they are
   * @param owner closes what is read
   * @param dtype what they are converted to
   */
  public Weights(WeightFiles files, NDManager owner, DataType dtype) {
    this(files, owner, dtype, "", new WeightPlaces());
  }

  private Weights(
      WeightFiles files, NDManager owner, DataType dtype, String prefix, WeightPlaces places) {
    this.files = files;
    this.owner = owner;
    this.dtype = dtype;
    this.prefix = prefix;
    this.places = places;
  }

  /** The tensors under a name: {@code at("conv_in").tensor("weight", …)}. */
  public Weights at(String name) {
    return new Weights(files, owner, dtype, prefix + name + ".", places);
  }

  /** The same under a number, as {@code resnets.0}. */
  public Weights at(String name, int index) {
    return at(name + "." + index);
  }

  /** The dotted name of this place, without a dot at the end. */
  public String path() {
    return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
  }

  /** What things made of these weights belong to. */
  public NDManager owner() {
    return owner;
  }

  /** Whether a tensor is there. */
  public boolean has(String name) {
    return files.find(prefix + name).isPresent();
  }

  /** Whether a tensor is there and has this many sizes. */
  public boolean isOfRank(String name, int rank) {
    return files.find(prefix + name).filter(it -> it.entry().shape().size() == rank).isPresent();
  }

  /** Where all that was read so far landed, under any prefix. */
  public WeightPlaces places() {
    return places;
  }

  /**
   * Reads a tensor.
   *
   * @throws ModelLoadException where it is missing, of another shape, or of a type that is not read
   */
  public NDArray tensor(String name, long... shape) {
    NDArray tensor = read(owner, name, shape);
    places.add(prefix + name, shape, tensor, 0);
    return tensor;
  }

  /**
   * Reads the weight of a 3×3 convolution in the order of memory that the CPU computes in. Only
   * kernels that convolve by {@code packed_conv} take it; nobody can look into it.
   *
   * @throws ModelLoadException as {@link #tensor} does
   */
  public NDArray packed(String name, long out, long in) {
    long[] shape = {out, in, 3, 3};
    try (NDManager plain = owner.newSubManager()) {
      NDArray packed = Kernels.call(owner, "packed_weight", read(plain, name, shape));
      places.add(prefix + name, shape, packed, 0);
      return packed;
    }
  }

  /**
   * Reads the matrix of a linear map, out × in. It may be stored as a convolution of 1×1, which on
   * tokens is the same thing.
   */
  public NDArray matrix(String name, long out, long in) {
    return rows(List.of(name), out, in);
  }

  /**
   * Reads tensors of one shape as one, the rows of each below those of the one before: (R, …) each
   * to (n·R, …). Several projections of one input take one multiplication then instead of several.
   * Matrices may be stored as in {@link #matrix}.
   */
  public NDArray rows(List<String> names, long... shape) {
    try (NDManager parts = owner.newSubManager()) {
      List<NDArray> read = new ArrayList<>();
      List<long[]> stored = new ArrayList<>();
      for (String name : names) {
        stored.add(storedShape(name, shape));
        // (R, in, 1, 1) -> (R, in)
        read.add(read(parts, name, stored.get(stored.size() - 1)).reshape(shape));
      }
      NDArray joined = Kernels.call(owner, "concat", new TensorList(parts, read), 0);
      for (int i = 0; i < names.size(); i++) {
        places.add(prefix + names.get(i), stored.get(i), joined, i * shape[0]);
      }
      return joined;
    }
  }

  private long[] storedShape(String name, long[] shape) {
    boolean convolution = shape.length == 2 && isOfRank(name, 4);
    return convolution ? new long[] {shape[0], shape[1], 1, 1} : shape;
  }

  private NDArray read(NDManager scope, String name, long... shape) {
    return read(scope, prefix + name, dtype, shape);
  }

  /**
   * Reads a tensor as it is in the files, in single precision, wherever it landed and whatever was
   * written over it there.
   *
   * @param scope what it is attached to
   * @param name full name, under no prefix
   * @param shape in the files, as {@link WeightPlaces#shapes} has it
   */
  public NDArray original(NDManager scope, String name, List<Long> shape) {
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    return read(scope, name, DataType.FLOAT32, sizes);
  }

  private NDArray read(NDManager scope, String name, DataType type, long... shape) {
    Located located = locate(name, shape);
    try (NDManager mapped = owner.newSubManager()) {
      NDArray stored = stored(mapped, located, new Shape(shape));
      return Kernels.call(scope, "weight", stored, Precision.number(type));
    }
  }

  /** Hands tensors to kernels as a list; it belongs to the owner. */
  public TensorList list(NDArray... tensors) {
    return new TensorList(owner, List.of(tensors));
  }

  /** Weight and bias of a linear map, out × in. */
  public TensorList linear(long out, long in) {
    return list(tensor("weight", out, in), tensor("bias", out));
  }

  /** Weight and bias of a convolution with a square kernel. */
  public TensorList convolution(long out, long in, long kernel) {
    return list(tensor("weight", out, in, kernel, kernel), tensor("bias", out));
  }

  private Located locate(String name, long[] shape) {
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    Located located =
        files
            .find(name)
            .orElseThrow(
                () ->
                    new ModelLoadException(
                        files.place()
                            + ": missing tensor "
                            + files.shown(name)
                            + ", expected of shape "
                            + expected));
    if (!located.entry().shape().equals(expected)) {
      throw new ModelLoadException(
          located.file().file()
              + ": tensor "
              + files.shown(name)
              + ": expected shape "
              + expected
              + ", found "
              + located.entry().shape());
    }
    return located;
  }

  private static NDArray stored(NDManager scope, Located located, Shape shape) {
    TensorEntry entry = located.entry();
    TensorType type =
        TensorType.named(entry.type())
            .orElseThrow(
                () ->
                    new ModelLoadException(
                        located.file().file()
                            + ": tensor "
                            + entry.name()
                            + ": expected type F32, F16 or BF16, found "
                            + entry.type()));
    ByteBuffer bytes = located.file().map(entry);
    return switch (type) {
      case F32 -> scope.create(bytes, shape, DataType.FLOAT32);
      case F16 -> scope.create(bytes, shape, DataType.FLOAT16);
      case BF16 -> scope.create(widened(bytes), shape, DataType.FLOAT32);
    };
  }

  /** A bfloat16 is the upper half of a float. */
  private static ByteBuffer widened(ByteBuffer halves) {
    ByteBuffer wide =
        ByteBuffer.allocateDirect(Math.multiplyExact(halves.remaining(), 2))
            .order(ByteOrder.nativeOrder());
    while (halves.hasRemaining()) {
      wide.putInt(halves.getShort() << 16);
    }
    return wide.flip();
  }
}
