package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.edit.EditException;
import dev.frameloom.edit.TrajectoryLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceStoreTest {

  private static final int BLOCK = SpillFile.BLOCK;

  @TempDir Path folder;

  @Test
  void rows_come_back_as_they_were_from_memory_and_from_the_file() {
    Random random = new Random(1);
    Map<String, float[][]> written = new HashMap<>();
    try (SourceStore store = store(100_000, 40L * BLOCK)) {
      for (int i = 0; i < 20; i++) {
        // 1 to 3 rows of different lengths, up to 80 KB each: over the ends of blocks
        float[][] rows = new float[1 + random.nextInt(3)][];
        for (int row = 0; row < rows.length; row++) {
          rows[row] = new float[1 + random.nextInt(20_000)];
          for (int k = 0; k < rows[row].length; k++) {
            rows[row][k] = random.nextFloat();
          }
        }
        written.put("k" + i, rows);
        store.keep("k" + i, List.of("label " + i), rows);
        assertThat(store.memoryBytes()).isLessThanOrEqualTo(100_000);
      }
      int found = 0;
      for (Map.Entry<String, float[][]> entry : written.entrySet()) {
        KeptRows kept = store.find(entry.getKey()).orElse(null);
        if (kept != null) {
          found++;
          assertThat(kept.labels()).containsExactly("label " + entry.getKey().substring(1));
          for (int row = 0; row < entry.getValue().length; row++) {
            assertThat(kept.at(row)).isEqualTo(entry.getValue()[row]);
          }
        }
      }
      assertThat(found).isBetween(15, 20);
    }
  }

  @Test
  void what_has_no_room_is_dropped_the_least_recently_used_first_and_never_what_the_window_needs() {
    try (SourceStore store = store(0, 3L * BLOCK)) {
      store.begin(Set.of("a"), BLOCK);
      store.keep("a", List.of(), block(1));
      store.keep("b", List.of(), block(2));
      store.keep("c", List.of(), block(3));
      assertThat(store.find("b")).isPresent(); // now c is older
      store.keep("d", List.of(), block(4));

      assertThat(store.find("c")).isEmpty();
      assertThat(store.find("a").orElseThrow().at(0)).isEqualTo(block(1)[0]);
      assertThat(store.find("b").orElseThrow().at(0)).isEqualTo(block(2)[0]);
      assertThat(store.find("d").orElseThrow().at(0)).isEqualTo(block(4)[0]);
    }
  }

  @Test
  void what_the_window_does_not_need_leaves_memory_first() {
    try (SourceStore store = store(2L * BLOCK, 0)) {
      store.begin(Set.of("a", "b"), BLOCK);
      store.keep("a", List.of(), block(1));
      store.keep("field", List.of(), block(9));
      store.keep("b", List.of(), block(2));

      assertThat(store.find("field")).isEmpty();
      assertThat(store.find("a")).isPresent();
      assertThat(store.find("b")).isPresent();
      assertThat(store.memoryBytes()).isEqualTo(2L * BLOCK);
    }
  }

  @Test
  void with_no_room_at_all_what_is_not_needed_is_not_kept_and_rows_are_still_given() {
    try (SourceStore store = store(0, 0)) {
      KeptRows rows = store.keep("x", List.of(), block(5));

      assertThat(store.find("x")).isEmpty();
      assertThat(rows.at(0)).isEqualTo(block(5)[0]);
      assertThat(store.size()).isZero();
    }
  }

  @Test
  void what_is_needed_makes_no_room_for_what_is_not() {
    try (SourceStore store = store(2L * BLOCK, 0)) {
      store.begin(Set.of("a", "b"), BLOCK);
      store.keep("a", List.of(), block(1));
      store.keep("b", List.of(), block(2));
      store.keep("field", List.of(), block(9));

      assertThat(store.find("field")).isEmpty();
      assertThat(store.find("a").orElseThrow().at(0)).isEqualTo(block(1)[0]);
      assertThat(store.find("b").orElseThrow().at(0)).isEqualTo(block(2)[0]);
      assertThat(store.memoryBytes()).isEqualTo(2L * BLOCK);
    }
  }

  @Test
  void a_window_that_has_no_room_is_refused_before_anything_is_kept() {
    try (SourceStore store = store(BLOCK, BLOCK)) {
      store.begin(Set.of("a", "b"), BLOCK);
      assertThatThrownBy(() -> store.begin(Set.of("a", "b", "c"), BLOCK))
          .isInstanceOf(EditException.class)
          .hasMessageContainingAll(
              "3 inverted frames", "room for 2", "editing.latent-memory-bytes", "shorter windows");
    }
  }

  @Test
  void the_file_is_made_when_it_is_needed_and_gone_when_the_store_is_closed() throws IOException {
    Path made = folder.resolve("spill");
    try (SourceStore store = new SourceStore(new TrajectoryLimits(BLOCK, 10L * BLOCK, made))) {
      store.keep("a", List.of(), block(1));
      assertThat(made).doesNotExist();
      store.keep("b", List.of(), block(2));
      assertThat(store.find("a").orElseThrow().at(0)).isEqualTo(block(1)[0]);
    }
    try (Stream<Path> left = Files.list(made)) {
      assertThat(left).isEmpty();
    }
  }

  private SourceStore store(long memory, long disk) {
    return new SourceStore(new TrajectoryLimits(memory, disk, folder));
  }

  /** One row that fills a block. */
  private static float[][] block(float value) {
    float[] row = new float[BLOCK / Float.BYTES];
    java.util.Arrays.fill(row, value);
    return new float[][] {row};
  }
}
