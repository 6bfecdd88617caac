package dev.frameloom.bench.tokenflow;

import dev.frameloom.bench.ProcessMemory;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the process holds after so many frames of a stream. */
final class MemoryPart implements Part {

  /** Shares of all frames at which it is looked at. */
  private static final List<Double> LOOKS = List.of(0.1, 0.2, 0.5, 1.0);

  private final Setup setup;

  MemoryPart(Setup setup) {
    this.setup = setup;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int usualFrames() {
    return 1000;
  }

  private int frames() {
    return setup.options().framesOr(usualFrames());
  }

  @Override
  public long work(List<BenchClip> clips) {
    return frames();
  }

  @Override
  public List<ResultTable> measure(List<BenchClip> clips) {
    ResultTable table =
        new ResultTable(
            name(),
            List.of(
                Column.plain("frames", "frames"),
                Column.megabytes("heap_bytes", "heap MB"),
                Column.megabytes("resident_bytes", "resident MB")),
            List.of(
                "after so many frames of "
                    + clips.get(0).name()
                    + ", forward and backward, in "
                    + setup.options().memorySteps()
                    + " steps by tokenflow",
                "heap: of Java, what lives after a collection; resident: all of the process; both grow by"
                    + " what is kept of the source, up to editing.latent-memory-bytes"));
    Set<Integer> looks =
        Stream.concat(LOOKS.stream().map(it -> (int) (it * frames())), Stream.of(frames()))
            .collect(Collectors.toUnmodifiableSet());
    setup.edit(
        setup.variants().inSteps(setup.options().memorySteps()),
        clips.get(0),
        frames(),
        frame -> {
          int seen = frame.index() + 1;
          if (looks.contains(seen)) {
            look(table.row(), seen);
          }
        });
    return List.of(table);
  }

  private static void look(ResultTable.Row row, int frames) {
    row.put("frames", frames).put("heap_bytes", ProcessMemory.heap());
    OptionalLong resident = ProcessMemory.resident();
    resident.ifPresent(bytes -> row.put("resident_bytes", bytes));
  }
}
