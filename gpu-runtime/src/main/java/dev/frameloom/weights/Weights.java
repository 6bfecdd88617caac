package dev.frameloom.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Precision;
import dev.frameloom.engine.TensorList;
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
  private final TensorReader reader;

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
    reader = new TensorReader(files);
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
      NDArray read = read(plain, name, shape);
      NDArray packed = Kernels.call(owner, "packed_weight", read, Precision.number(dtype));
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
    List<String> all = names.stream().map(name -> prefix + name).toList();
    List<long[]> stored = names.stream().map(name -> storedShape(name, shape)).toList();
    NDArray joined = reader.rows(owner, all, stored, dtype, shape);
    for (int i = 0; i < names.size(); i++) {
      places.add(all.get(i), stored.get(i), joined, i * shape[0]);
    }
    return joined;
  }

  private long[] storedShape(String name, long[] shape) {
    boolean convolution = shape.length == 2 && isOfRank(name, 4);
    return convolution ? new long[] {shape[0], shape[1], 1, 1} : shape;
  }

  private NDArray read(NDManager scope, String name, long... shape) {
    return reader.read(scope, prefix + name, dtype, shape);
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
    return reader.read(scope, name, DataType.FLOAT32, sizes);
  }

  /**
   * Stored tensors that no block has read, under any prefix: signs that the configuration is of
   * another model.
   */
  public List<String> unread() {
    return files.untaken();
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
}
