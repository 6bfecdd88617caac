package dev.frameloom.weights.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.StoredTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Tensors of any shape come back from files of our own making; and whatever a file holds, it is
 * read or refused with a {@link ModelLoadException}, and no other exception or error.
 */
class TorchCheckpointFuzzTest {

  private Path file;

  @BeforeProperty
  void make() throws IOException {
    file = Files.createTempFile("fuzz", ".pth");
  }

  @AfterProperty
  void remove() throws IOException {
    Files.delete(file);
  }

  /** A view of the first numbers of a storage, its sizes in another order than they lie in. */
  record View(List<Long> lying, List<Integer> order, int offset) {

    private List<Long> shape() {
      return order.stream().map(lying::get).toList();
    }

    private List<Long> strides() {
      List<Long> rowMajor = TorchFile.rowMajor(lying);
      return order.stream().map(rowMajor::get).toList();
    }

    private int count() {
      return lying.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
    }
  }

  @Provide
  Arbitrary<View> views() {
    return Arbitraries.longs()
        .between(0, 5)
        .list()
        .ofMaxSize(4)
        .flatMap(
            sizes -> {
              List<Integer> places = new ArrayList<>();
              for (int i = 0; i < sizes.size(); i++) {
                places.add(i);
              }
              return Combinators.combine(
                      Arbitraries.shuffle(places), Arbitraries.integers().between(0, 9))
                  .as((order, offset) -> new View(sizes, order, offset));
            });
  }

  @Property(tries = 300)
  void tensors_of_any_shape_and_order_come_back(
      @ForAll @Size(min = 1, max = 4) List<@From("views") View> views, @ForAll boolean large)
      throws IOException {
    int count = views.stream().mapToInt(it -> it.count() + it.offset()).max().orElseThrow();
    TorchFile written = TorchFile.ofTensors().storage("shared", numbers(count));
    for (int i = 0; i < views.size(); i++) {
      View view = views.get(i);
      written.view(
          "module.t" + i,
          "IntStorage",
          "shared",
          count,
          view.offset(),
          view.shape(),
          view.strides());
    }
    (large ? written.zip64() : written).write(file);
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      for (int i = 0; i < views.size(); i++) {
        StoredTensor tensor = checkpoint.tensors().get("t" + i);
        assertThat(tensor.shape()).isEqualTo(views.get(i).shape());
        assertThat(tensor.type()).isEqualTo("I32");
        assertThat(read(tensor)).isEqualTo(places(views.get(i)));
      }
    }
  }

  /** Each number is its own place. */
  private static byte[] numbers(int count) {
    ByteBuffer numbers = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      numbers.putInt(i);
    }
    return numbers.array();
  }

  private static List<Integer> read(StoredTensor tensor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tensor.numbers().write(bytes);
    ByteBuffer numbers = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> read = new ArrayList<>();
    while (numbers.hasRemaining()) {
      read.add(numbers.getInt());
    }
    return read;
  }

  /** The slow way: one size after another, each number's place by its index. */
  private static List<Integer> places(View view) {
    List<Integer> places = List.of(view.offset());
    for (int i = 0; i < view.shape().size(); i++) {
      List<Integer> next = new ArrayList<>();
      for (int place : places) {
        for (int j = 0; j < view.shape().get(i); j++) {
          next.add(place + j * view.strides().get(i).intValue());
        }
      }
      places = next;
    }
    return places;
  }

  /** A change of a valid file's bytes. */
  record Change(int place, byte value) {}

  @Provide
  Arbitrary<Change> changes() {
    return Combinators.combine(Arbitraries.integers(), Arbitraries.bytes()).as(Change::new);
  }

  @Property(tries = 600)
  void a_file_with_changed_bytes_is_read_or_refused(
      @ForAll("files") String name,
      @ForAll @Size(min = 1, max = 6) List<@From("changes") Change> changes,
      @ForAll @IntRange(max = 12) int cut)
      throws IOException {
    byte[] whole = Files.readAllBytes(GoldenTensors.folder().resolve("pickles").resolve(name));
    byte[] damaged = Arrays.copyOf(whole, whole.length - cut);
    for (Change change : changes) {
      damaged[Math.floorMod(change.place(), damaged.length)] = change.value();
    }
    Files.write(file, damaged);
    readOrRefuse();
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of("everything.pth", "stream.pth", "training.pth", "lightning.pth");
  }

  @Property(tries = 500)
  void a_pickle_made_of_odd_instructions_is_read_or_refused(
      @ForAll @Size(max = 60) List<@From("instructions") Integer> instructions) {
    TorchFile odd = TorchFile.ofTensors().tensor("w", new float[] {1, 2}, 2);
    instructions.forEach(odd::code);
    odd.write(file);
    readOrRefuse();
  }

  @Provide
  Arbitrary<Integer> instructions() {
    List<Integer> known = new ArrayList<>("(012NJKMGXTU]ae)t}suRbqrhjQ.".chars().boxed().toList());
    known.addAll(List.of(0x80, 0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0, 1, 2));
    return Arbitraries.of(known);
  }

  private void readOrRefuse() {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      for (StoredTensor tensor : checkpoint.tensors().values()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tensor.numbers().write(bytes);
        assertThat((long) bytes.size()).isEqualTo(tensor.length());
      }
    } catch (ModelLoadException refused) {
      assertThat(refused).hasMessageContaining(file.getFileName().toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
