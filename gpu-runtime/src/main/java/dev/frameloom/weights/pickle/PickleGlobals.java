package dev.frameloom.weights.pickle;

import dev.frameloom.weights.pickle.PickleValue.Dict;
import dev.frameloom.weights.pickle.PickleValue.Global;
import dev.frameloom.weights.pickle.PickleValue.Other;
import dev.frameloom.weights.pickle.PickleValue.Sequence;
import dev.frameloom.weights.pickle.PickleValue.Storage;
import dev.frameloom.weights.pickle.PickleValue.Tensor;
import dev.frameloom.weights.pickle.PickleValue.Tuple;
import dev.frameloom.weights.pickle.PickleValue.Whole;
import java.util.List;
import java.util.Set;

/**
 * The classes and functions that a pickle may name, and what calling them means. Nothing is looked
 * up or loaded: a name is one of these, or the file is refused.
 */
final class PickleGlobals {

  private static final String DICT = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";

  /** Until 2018, with four arguments. */
  private static final String OLD_TENSOR = "torch._utils._rebuild_tensor";

  private static final String PARAMETER = "torch._utils._rebuild_parameter";

  private static final Set<String> MEANT = Set.of(DICT, TENSOR, OLD_TENSOR, PARAMETER);

  /**
   * What published checkpoints hold beside their tensors: the best score of a training, the names
   * of its helpers. They become {@link Other#OBJECT}, and nobody looks at them.
   */
  private static final Set<String> IDLE =
      Set.of(
          "__builtin__.dict",
          "__builtin__.set",
          "_codecs.encode",
          "argparse.Namespace",
          "builtins.dict",
          "builtins.set",
          "collections.Counter",
          "collections.defaultdict",
          "numpy._core.multiarray.scalar",
          "numpy.core.multiarray.scalar",
          "numpy.dtype",
          "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
          "torch.Size",
          "torch.device");

  private PickleGlobals() {}

  /** Whether a pickle may name it. */
  static boolean knows(Global global) {
    return MEANT.contains(global.path())
        || IDLE.contains(global.path())
        || NumberType.of(global).isPresent();
  }

  /**
   * Calls one that is known.
   *
   * @throws IllegalArgumentException where the arguments are none that it takes
   * @throws ArithmeticException where a size in them is beyond all numbers
   */
  static PickleValue call(Global function, List<PickleValue> arguments) {
    return switch (function.path()) {
      case DICT -> dict(arguments);
      case TENSOR, OLD_TENSOR -> tensor(arguments);
      case PARAMETER -> parameter(arguments);
      default -> {
        if (IDLE.contains(function.path())) {
          yield Other.OBJECT;
        }
        throw new IllegalArgumentException("expected a function, found " + function.path());
      }
    };
  }

  /** Empty, or as Python 2 writes one: a list of lists of a key and a value. */
  private static Dict dict(List<PickleValue> arguments) {
    Dict dict = new Dict();
    if (arguments.isEmpty()) {
      return dict;
    }
    for (PickleValue pair : items(arguments.get(0))) {
      List<PickleValue> entry = items(pair);
      if (entry.size() != 2) {
        throw new IllegalArgumentException("expected pairs of a key and a value");
      }
      dict.put(entry.get(0), entry.get(1));
    }
    return dict;
  }

  private static Tensor tensor(List<PickleValue> arguments) {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Whole offset)) {
      throw new IllegalArgumentException("expected a storage, an offset, sizes and strides");
    }
    List<Long> shape = numbers(arguments.get(2));
    return new Tensor(new TensorView(storage, offset.value(), shape, numbers(arguments.get(3))));
  }

  private static Tensor parameter(List<PickleValue> arguments) {
    if (!arguments.isEmpty() && arguments.get(0) instanceof Tensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException("expected a tensor");
  }

  private static List<Long> numbers(PickleValue sizes) {
    List<PickleValue> items = items(sizes);
    if (items.size() > TensorView.MAX_SIZES) { // before they are copied: a tuple may be used again
      throw new IllegalArgumentException(
          "expected at most " + TensorView.MAX_SIZES + " sizes, found " + items.size());
    }
    return items.stream().map(PickleGlobals::number).toList();
  }

  private static long number(PickleValue size) {
    if (size instanceof Whole whole) {
      return whole.value();
    }
    throw new IllegalArgumentException("expected whole numbers as sizes and strides");
  }

  static List<PickleValue> items(PickleValue value) {
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof Sequence sequence) {
      return sequence.items();
    }
    throw new IllegalArgumentException("expected a list");
  }
}
