package dev.frameloom.editing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.PendingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowQueueTest {

  private final WindowQueue<String> queue = new WindowQueue<>();
  private long offset;

  @Test
  void windowsOfOneStreamKeepTheirOrder() {
    add("a", 0, false);
    add("a", 1, false);
    add("a", 2, false);
    assertThat(drain()).containsExactly("a0", "a1", "a2");
  }

  @Test
  void streamsTakeTurnsHoweverManyWindowsOneHas() {
    for (int i = 0; i < 4; i++) {
      add("a", i, false);
    }
    add("b", 0, false);
    add("b", 1, false);
    assertThat(drain()).containsExactly("a0", "b0", "a1", "b1", "a2", "a3");
  }

  @Test
  void aStreamThatJoinsLateDoesNotHoldUpTheOthers() {
    for (int i = 0; i < 6; i++) {
      add("a", i, false);
    }
    assertThat(take()).isEqualTo("a0");
    assertThat(take()).isEqualTo("a1");
    assertThat(take()).isEqualTo("a2");
    add("b", 0, false);
    add("b", 1, false);
    assertThat(drain()).containsExactly("a3", "b0", "a4", "b1", "a5");
  }

  @Test
  void theEarliestDeadlineComesFirstWithinARound() {
    add("a", 0, false, 500);
    add("b", 0, false, 100);
    assertThat(drain()).containsExactly("b0", "a0");
  }

  @Test
  void replaysWaitForLiveStreams() {
    add("r", 0, true);
    add("r", 1, true);
    add("a", 0, false);
    add("a", 1, false);
    assertThat(drain()).containsExactly("a0", "a1", "r0", "r1");
  }

  @Test
  void whatIsNotWantedAnyMoreIsRemoved() {
    add("a", 0, false);
    add("b", 0, false);
    queue.removeIf("a0"::equals);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(drain()).containsExactly("b0");
    assertThat(queue.take()).isEqualTo(Optional.empty());
  }

  private void add(String stream, long index, boolean replay) {
    add(stream, index, replay, 0);
  }

  private void add(String stream, long index, boolean replay, long timestampMs) {
    EditSpec edit = Windows.edit().setStreamId(stream).build();
    PendingWindow pending =
        Windows.pending(
            Windows.window(edit, index, index, index).setReplay(replay).build(),
            offset++,
            timestampMs);
    queue.add(pending, stream + index);
  }

  private String take() {
    return queue.take().orElseThrow().attachment();
  }

  private List<String> drain() {
    List<String> taken = new ArrayList<>();
    while (queue.size() > 0) {
      taken.add(take());
    }
    return taken;
  }
}
