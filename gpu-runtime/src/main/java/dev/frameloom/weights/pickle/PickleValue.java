package dev.frameloom.weights.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle of tensors can hold. Lists and dicts change while they are read, and may hold
 * themselves: nothing here walks into them, hashes or prints them.
 */
sealed interface PickleValue {

  /** A text. */
  record Text(String value) implements PickleValue {}

  /** A whole number. */
  record Whole(long value) implements PickleValue {}

  /** Something that no tensor is made of: {@code None}, a fraction, an object of the training. */
  enum Other implements PickleValue {
    NONE,
    FALSE,
    TRUE,
    FRACTION,
    LARGE_NUMBER,
    OBJECT
  }

  /** A class or function by its name. */
  record Global(String module, String name) implements PickleValue {

    String path() {
      return module + "." + name;
    }
  }

  /** A fixed list. */
  record Tuple(List<PickleValue> items) implements PickleValue {
    public Tuple {
      items = List.copyOf(items);
    }
  }

  /** A list that grows. */
  final class Sequence implements PickleValue {
    private final List<PickleValue> items = new ArrayList<>();

    List<PickleValue> items() {
      return items;
    }
  }

  /** A dict that grows; of its keys only texts are kept, for no tensor has another name. */
  final class Dict implements PickleValue {
    private final Map<String, PickleValue> entries = new LinkedHashMap<>();
    private boolean numbered;

    /** Whether a list is found by a number: layers by their size, as hypernetworks have them. */
    boolean hasNumbered() {
      return numbered;
    }

    Map<String, PickleValue> entries() {
      return entries;
    }

    void put(PickleValue key, PickleValue value) {
      if (key instanceof Text text) {
        entries.put(text.value(), value);
      }
      numbered |= key instanceof Whole && (value instanceof Sequence || value instanceof Tuple);
    }
  }

  /**
   * Numbers that lie outside the pickle.
   *
   * @param type of the numbers
   * @param key that they are found by
   * @param count how many, as the pickle says
   */
  record Storage(NumberType type, String key, long count) implements PickleValue {

    /** Bytes that they take. */
    long length() {
      return Math.multiplyExact(count, type.bytes());
    }
  }

  /** A tensor: a view of a storage. */
  record Tensor(TensorView view) implements PickleValue {}
}
