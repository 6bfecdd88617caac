package dev.frameloom.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Shapes of a checkpoint's tensors under a prefix: what its configuration is told from.
 *
 * @param file name for messages
 * @param tensors of the whole file
 * @param prefix before all names that are asked for
 */
record LdmShapes(Path file, Map<String, TensorEntry> tensors, String prefix) {

  LdmShapes under(String name) {
    return new LdmShapes(file, tensors, prefix + name);
  }

  boolean has(String name) {
    return tensors.containsKey(prefix + name);
  }

  /** Whether a tensor begins like this. */
  boolean hasAny(String start) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix + start));
  }

  /** Sizes of a tensor that must be there. */
  List<Long> shape(String name) {
    TensorEntry entry = tensors.get(prefix + name);
    if (entry == null) {
      throw new ModelLoadException(file + ": missing tensor " + prefix + name);
    }
    return entry.shape();
  }

  /** One size of a tensor that must be there. */
  int size(String name, int direction) {
    List<Long> shape = shape(name);
    if (direction >= shape.size() || shape.get(direction) > Integer.MAX_VALUE) {
      throw new ModelLoadException(
          "%s: tensor %s: expected at least %d sizes, found %s"
              .formatted(file, prefix + name, direction + 1, shape));
    }
    return shape.get(direction).intValue();
  }

  /** How many tensors there are of this name with numbers from 0 on. */
  int count(String before, String after) {
    int count = 0;
    while (has(before + count + after)) {
      count++;
    }
    return count;
  }
}
