package dev.frameloom.weights.pickle;

import dev.frameloom.weights.pickle.PickleValue.Dict;
import dev.frameloom.weights.pickle.PickleValue.Global;
import dev.frameloom.weights.pickle.PickleValue.Other;
import dev.frameloom.weights.pickle.PickleValue.Sequence;
import dev.frameloom.weights.pickle.PickleValue.Storage;
import dev.frameloom.weights.pickle.PickleValue.Text;
import dev.frameloom.weights.pickle.PickleValue.Tuple;
import dev.frameloom.weights.pickle.PickleValue.Whole;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pickle of protocol 2, which is what {@code torch.save} writes: a stack, and a memo of what
 * is used again. Names of functions are looked up in {@link PickleGlobals} alone. What a file can
 * make it do is bounded by the file's bytes: each instruction makes at most one value, and those
 * that read a list again are counted by its length.
 *
 * <p>Not built, because torch does not write them: protocols 3 and up, sets, and everything by
 * which a pickle finds objects other than by name.
 */
final class PickleMachine {

  /** A large model with the state of its training takes a tenth of a million. */
  private static final int MAX_STEPS = 2_000_000;

  private static final int PROTOCOL = 2;

  private final PickleInput input;
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private final Map<String, Storage> storages = new HashMap<>();

  /** Stacks that a mark has put aside, the lowest first. */
  private final List<List<PickleValue>> aside = new ArrayList<>();

  private List<PickleValue> stack = new ArrayList<>();
  private int steps;

  /** Reads from the buffer's position on, and leaves it at the first byte after the pickle. */
  PickleMachine(ByteBuffer bytes) {
    this.input = new PickleInput(bytes);
  }

  /** The storages that it named, by key. */
  Map<String, Storage> storages() {
    return Collections.unmodifiableMap(storages);
  }

  /**
   * Runs it to its end.
   *
   * @throws RefusedGlobalException where it names something that is not known
   * @throws IllegalArgumentException where it is no intact pickle of tensors, with what was
   *     expected
   * @throws ArithmeticException where a size in it is beyond all numbers
   */
  PickleValue run() {
    if (input.unsignedByte() != 0x80) {
      throw new IllegalArgumentException("expected a pickle of protocol 2");
    }
    protocol();
    int instruction = input.unsignedByte();
    while (instruction != '.') {
      count(1);
      step(instruction);
      instruction = input.unsignedByte();
    }
    return pop();
  }

  private void protocol() {
    int found = input.unsignedByte();
    if (found != PROTOCOL) {
      throw new IllegalArgumentException(
          "expected pickle protocol 2, which torch.save writes unless told otherwise, found "
              + found);
    }
  }

  private void step(int instruction) {
    switch (instruction) {
      case 0x80 -> protocol();
      case '(' -> mark();
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> push(top());
      case 'N' -> push(Other.NONE);
      case 0x88 -> push(Other.TRUE);
      case 0x89 -> push(Other.FALSE);
      case 'J' -> push(new Whole(input.signedInt()));
      case 'K' -> push(new Whole(input.unsignedByte()));
      case 'M' -> push(new Whole(input.unsignedShort()));
      case 0x8a -> large(input.unsignedByte());
      case 0x8b -> large(input.length());
      case 'G' -> fraction();
      case 'X' -> push(new Text(input.text(input.length(), StandardCharsets.UTF_8)));
      case 'T' -> push(new Text(input.text(input.length(), PickleInput.OLD)));
      case 'U' -> push(new Text(input.text(input.unsignedByte(), PickleInput.OLD)));
      case ']' -> push(new Sequence());
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(popToMark());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popToMark()));
      case 0x85, 0x86, 0x87 -> push(new Tuple(pop(instruction - 0x84)));
      case '}' -> push(new Dict());
      case 's' -> put(pop(2));
      case 'u' -> put(popToMark());
      case 'c' -> push(global(input.line(), input.line()));
      case 'R', 0x81 -> call();
      case 'b' -> build();
      case 'q' -> memo.put(input.unsignedByte(), top());
      case 'r' -> memo.put(input.signedInt(), top());
      case 'h' -> push(remembered(input.unsignedByte()));
      case 'j' -> push(remembered(input.signedInt()));
      case 'Q' -> push(storage(pop()));
      default ->
          throw new IllegalArgumentException(
              "expected an instruction that torch.save writes, found 0x%02x at byte %d"
                  .formatted(instruction, input.position() - 1));
    }
  }

  private void count(int work) {
    steps += work;
    if (steps > MAX_STEPS || steps < 0) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_STEPS + " instructions, found more");
    }
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue top() {
    if (stack.isEmpty()) {
      throw new IllegalArgumentException("expected a value before byte " + input.position());
    }
    return stack.get(stack.size() - 1);
  }

  private PickleValue pop() {
    PickleValue top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<PickleValue> pop(int count) {
    if (stack.size() < count) {
      throw new IllegalArgumentException(
          "expected " + count + " values before byte " + input.position());
    }
    List<PickleValue> last = stack.subList(stack.size() - count, stack.size());
    List<PickleValue> popped = List.copyOf(last);
    last.clear();
    return popped;
  }

  private void mark() {
    aside.add(stack);
    stack = new ArrayList<>();
  }

  private List<PickleValue> popToMark() {
    if (aside.isEmpty()) {
      throw new IllegalArgumentException("expected a mark before byte " + input.position());
    }
    List<PickleValue> marked = stack;
    stack = aside.remove(aside.size() - 1);
    return marked;
  }

  private void large(int length) {
    if (length > Long.BYTES) {
      input.skip(length);
      push(Other.LARGE_NUMBER);
    } else {
      push(new Whole(input.number(length)));
    }
  }

  private void fraction() {
    input.skip(Double.BYTES);
    push(Other.FRACTION);
  }

  private void append(List<PickleValue> items) {
    if (top() instanceof Sequence sequence) {
      sequence.items().addAll(items);
    } else if (top() != Other.OBJECT) {
      throw new IllegalArgumentException("expected a list before byte " + input.position());
    }
  }

  private void put(List<PickleValue> entries) {
    if (entries.size() % 2 != 0) {
      throw new IllegalArgumentException("expected a value for each key of a dict");
    }
    if (top() instanceof Dict dict) {
      for (int i = 0; i < entries.size(); i += 2) {
        dict.put(entries.get(i), entries.get(i + 1));
      }
    } else if (top() != Other.OBJECT) {
      throw new IllegalArgumentException("expected a dict before byte " + input.position());
    }
  }

  private static Global global(String module, String name) {
    Global global = new Global(module, name);
    if (!PickleGlobals.knows(global)) {
      throw new RefusedGlobalException(global.path());
    }
    return global;
  }

  private void call() {
    List<PickleValue> both = pop(2);
    if (!(both.get(0) instanceof Global function) || !(both.get(1) instanceof Tuple arguments)) {
      throw new IllegalArgumentException(
          "expected a function and its arguments before byte " + input.position());
    }
    for (PickleValue argument : arguments.items()) {
      if (argument instanceof Sequence sequence) {
        count(sequence.items().size());
      }
    }
    push(PickleGlobals.call(function, arguments.items()));
  }

  /** What a state dict says of its modules is no tensor. */
  private void build() {
    pop();
    if (!(top() instanceof Dict) && top() != Other.OBJECT) {
      throw new IllegalArgumentException(
          "expected a dict that gets attributes before byte " + input.position());
    }
  }

  private PickleValue remembered(int place) {
    PickleValue value = memo.get(place);
    if (value == null) {
      throw new IllegalArgumentException(
          "expected a value at place " + place + " of the memo, found none");
    }
    return value;
  }

  /** ("storage", class, key, device, count), and in old files whether it is part of another. */
  private Storage storage(PickleValue id) {
    List<PickleValue> items = PickleGlobals.items(id);
    if (items.size() >= 5
        && items.get(0) instanceof Text kind
        && kind.value().equals("storage")
        && items.get(1) instanceof Global type
        && items.get(2) instanceof Text key
        && items.get(4) instanceof Whole count
        && (items.size() == 5 || items.get(5) == Other.NONE)) {
      NumberType numbers =
          NumberType.of(type)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "expected a class of storages, found " + type.path()));
      if (count.value() < 0) {
        throw new IllegalArgumentException("expected a storage of numbers, found " + count);
      }
      Math.multiplyExact(count.value(), numbers.bytes());
      return one(new Storage(numbers, key.value(), count.value()));
    }
    throw new IllegalArgumentException(
        "expected storages alone outside the pickle, found something else");
  }

  /** Several tensors may use one storage, but not as different numbers. */
  private Storage one(Storage storage) {
    Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null && !before.equals(storage)) {
      throw new IllegalArgumentException(
          "expected storages of one type and size, found " + before + " and " + storage);
    }
    return storage;
  }
}
