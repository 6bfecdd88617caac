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
 * Inverted frames, by a key that says all that they depend on: those of the window that is being
 * edited, and of windows before it as long as there is room, so that anchor, boundaries and whole
 * windows that come again need no second inversion. For one thread.
 *
 * <p>Memory is used first; what has no room in it goes to a file, least recently used first; what
 * has no room there either is dropped, unless the window needs it.
 */
final class TrajectoryStore implements AutoCloseable {

  private final TrajectoryLimits limits;
  private final SpillFile file;
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private Set<String> needed = Set.of();
  private long memory;

  TrajectoryStore(TrajectoryLimits limits) {
    this.limits = limits;
    file = new SpillFile(limits.folder(), limits.diskBytes());
  }

  /** In memory, or in blocks of the file. */
  private final class Kept implements Trajectory {

    private final int length;
    private final long bytes;
    private float[][] rows;
    private List<Integer> blocks = List.of();

    Kept(float[][] rows) {
      this.rows = rows;
      length = rows[0].length;
      bytes = (long) rows.length * length * Float.BYTES;
    }

    @Override
    public float[] at(int step) {
      return rows == null ? file.read(blocks, step, length) : rows[step];
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
   * @param keys of its frames
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

  Optional<Trajectory> find(String key) {
    return Optional.ofNullable(kept.get(key));
  }

  /** Keeps what was inverted: a row for each step. */
  Trajectory keep(String key, float[][] rows) {
    Kept added = new Kept(rows);
    while (memory + added.bytes > limits.memoryBytes() && memory > 0) {
      Kept oldest = oldest(it -> it.rows != null).orElseThrow();
      toFile(oldest);
      memory -= oldest.bytes;
    }
    if (added.bytes <= limits.memoryBytes()) {
      memory += added.bytes;
    } else {
      toFile(added);
    }
    kept.put(key, added);
    return added;
  }

  /** Bytes in memory. */
  long memoryBytes() {
    return memory;
  }

  /** How many frames are kept. */
  int size() {
    return kept.size();
  }

  /** Makes room where there is none, by what is needed least; by the trajectory itself at last. */
  private void toFile(Kept trajectory) {
    while (!trajectory.spill()) {
      String victim =
          oldest(it -> it.rows == null && !needed.contains(keyOf(it)))
              .or(() -> oldest(it -> it == trajectory && !needed.contains(keyOf(it))))
              .map(this::keyOf)
              .orElseThrow(() -> new IllegalStateException("a window has more than was planned"));
      Kept dropped = kept.remove(victim);
      file.free(dropped.blocks);
      if (dropped == trajectory) {
        return;
      }
    }
  }

  private String keyOf(Kept trajectory) {
    return kept.entrySet().stream()
        .filter(it -> it.getValue() == trajectory)
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse("");
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
