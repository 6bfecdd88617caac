package dev.frameloom.schemas;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.Frame;
import java.util.function.IntConsumer;

/** Prints how fast serdes are, in MB of image per second. Run by hand; not a test. */
final class SerdeBenchmark {

  private SerdeBenchmark() {}

  public static void main(String[] args) {
    RecordSerdes serdes = RecordSerdes.onRegistry(SchemaRegistry.inMemory());
    StateSerde<EditedFrame> state = StateSerde.of(EditedFrame.class);
    for (int size : new int[] {40_000, 200_000, 800_000}) {
      Frame frame = new SampleRecords(1).frame(size);
      EditedFrame edited = new SampleRecords(1).editedFrame(size);
      byte[] frameBytes = serdes.frame().serializer().serialize("t", frame);
      byte[] stateBytes = state.serialize("t", edited);
      measure("write wire ", size, i -> serdes.frame().serializer().serialize("t", frame));
      measure("read wire  ", size, i -> serdes.frame().deserializer().deserialize("t", frameBytes));
      measure("write state", size, i -> state.serialize("t", edited));
      measure("read state ", size, i -> state.deserialize("t", stateBytes));
    }
  }

  private static void measure(String what, int size, IntConsumer work) {
    int count = (int) (2_000_000_000L / size);
    run(count / 2, work);
    long start = System.nanoTime();
    run(count, work);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s %7d bytes: %6.0f MB/s, %6.1f us each%n",
        what, size, count / 1e6 * size / seconds, seconds / count * 1e6);
  }

  private static void run(int count, IntConsumer work) {
    for (int i = 0; i < count; i++) {
      work.accept(i);
    }
  }
}
