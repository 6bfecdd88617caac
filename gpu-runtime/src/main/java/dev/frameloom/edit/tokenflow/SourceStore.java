package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.EditException;
import dev.frameloom.edit.TrajectoryLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What was computed of sources alone, by a key that says all that it depends on: inverted frames
 * and fields of nearest tokens, those of the window that is being edited, and of windows before it
 * as long as there is room. So the anchor, boundaries, and whole windows that come again for
 * another edit, are not computed twice. For one thread.
 *
 * <p>Memory is used first; what has no room in it goes to a file; what has no room there either is
 * dropped, unless the window needs it. In each case the least recently used, and first what the
 * window does not need.
 */
final class SourceStore implements AutoCloseable {

  private final TrajectoryLimits limits;
  private final SpillFile file;
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private Set<String> needed = Set.of();
  private long memory;

  SourceStore(TrajectoryLimits limits) {
    this.limits = limits;
    file = new SpillFile(limits.folder(), limits.diskBytes());
  }

  /** In memory, or in blocks of the file. */
  private final class Kept implements KeptRows {

    private final String key;
    private final List<String> labels;
    private final long[] starts;
    private float[][] rows;
    private List<Integer> blocks = List.of();

    Kept(String key, List<String> labels, float[][] rows) {
      this.key = key;
      this.labels = List.copyOf(labels);
      this.rows = rows;
      starts = new long[rows.length + 1];
      for (int i = 0; i < rows.length; i++) {
        starts[i + 1] = starts[i] + rows[i].length * (long) Float.BYTES;
      }
    }

    long bytes() {
      return starts[starts.length - 1];
    }

    boolean isInMemory() {
      return rows != null;
    }

    boolean isNeeded() {
      return needed.contains(key);
    }

    @Override
    public List<String> labels() {
      return labels;
    }

    @Override
    public float[] at(int row) {
      int length = (int) ((starts[row + 1] - starts[row]) / Float.BYTES);
      return isInMemory() ? rows[row] : file.read(blocks, starts[row], length);
    }

    boolean spill() {
      Optional<List<Integer>> written = file.write(rows);
      written.ifPresent(
          where -> {
            blocks = where;
            rows = null;
          });
      return written.isPresent();
    }
  }

  /**
   * Begins a window. What it needs stays until the next one begins.
   *
   * @param keys of its inverted frames
   * @param bytes of each of them
   * @throws EditException where they have no room together
   */
  void begin(Set<String> keys, long bytes) {
    long inMemory = limits.memoryBytes() / bytes;
    long inFile = limits.diskBytes() / SpillFile.rounded(bytes);
    if (inMemory + inFile < keys.size()) {
      throw new EditException(
          ("the window's %d inverted frames take %,d bytes each, and there is room for %,d: give it"
                  + " more (editing.latent-memory-bytes, editing.latent-disk-bytes), smaller pictures,"
                  + " fewer steps or shorter windows")
              .formatted(keys.size(), bytes, inMemory + inFile));
    }
    needed = Set.copyOf(keys);
  }

  Optional<KeptRows> find(String key) {
    return Optional.ofNullable(kept.get(key));
  }

  /** Keeps rows, of any lengths; not where they find no room and the window does not need them. */
  KeptRows keep(String key, List<String> labels, float[][] rows) {
    Kept added = new Kept(key, labels, rows);
    Optional<Kept> leaving = leaving(added);
    while (leaving.isPresent() && memory + added.bytes() > limits.memoryBytes()) {
      memory -= leaving.get().bytes();
      toFile(leaving.get());
      leaving = leaving(added);
    }
    kept.put(key, added);
    if (memory + added.bytes() <= limits.memoryBytes()) {
      memory += added.bytes();
    } else {
      toFile(added);
    }
    return added;
  }

  /** What leaves memory next: nothing that is needed makes room for what is not. */
  private Optional<Kept> leaving(Kept added) {
    Optional<Kept> unneeded = oldest(it -> it.isInMemory() && !it.isNeeded());
    return added.isNeeded() ? unneeded.or(() -> oldest(Kept::isInMemory)) : unneeded;
  }

  /** Bytes in memory. */
  long memoryBytes() {
    return memory;
  }

  /** How many keys are kept. */
  int size() {
    return kept.size();
  }

  /** Makes room where there is none, by what is needed least; by these rows themselves at last. */
  private void toFile(Kept rows) {
    while (!rows.spill()) {
      Kept dropped =
          oldest(it -> !it.isInMemory() && !it.isNeeded())
              .or(() -> Optional.of(rows).filter(it -> !it.isNeeded()))
              .orElseThrow(() -> new IllegalStateException("a window has more than was planned"));
      kept.remove(dropped.key);
      file.free(dropped.blocks);
      if (dropped == rows) {
        return;
      }
    }
  }

  /** The least recently used. */
  private Optional<Kept> oldest(Predicate<Kept> wanted) {
    return kept.values().stream().filter(wanted).findFirst();
  }

  @Override
  public void close() {
    kept.clear();
    memory = 0;
    file.close();
  }
}
