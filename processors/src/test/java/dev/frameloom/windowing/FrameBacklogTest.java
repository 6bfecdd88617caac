package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.schemas.StateSerde;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameBacklogTest {

  private static final int LIMIT = 40;

  private FrameBacklog backlog;

  @BeforeEach
  void open() {
    KeyValueStore<String, ArrivedFrame> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("backlog"),
                Serdes.String(),
                StateSerde.of(ArrivedFrame.class))
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    backlog = new FrameBacklog(store, LIMIT, 0);
  }

  @Test
  void theLatestFramesAreRememberedWhateverSequencesTheyHave() {
    for (long sequence = 1; sequence < 1000; sequence += 2) {
      backlog.add("a", frame(sequence), 0);
    }

    assertThat(sequences()).hasSizeBetween(LIMIT / 2, LIMIT / 2 + 16).last().isEqualTo(999L);
  }

  @Test
  void aFrameThatComesFarTooLateIsNotRemembered() {
    for (long sequence = 0; sequence < 200; sequence++) {
      backlog.add("a", frame(sequence), 0);
    }
    List<Long> before = sequences();

    backlog.add("a", frame(before.get(0) - 5), 0);

    assertThat(sequences()).isEqualTo(before);
  }

  @Test
  void aSourceThatStartsAnewIsRememberedAgain() {
    for (long sequence = 0; sequence < 200; sequence++) {
      backlog.add("a", frame(sequence), 0);
    }

    for (long sequence = 0; sequence < 20; sequence++) {
      backlog.add("a", frame(sequence), 0);
    }

    assertThat(sequences()).startsWith(0L, 1L, 2L);
  }

  private List<Long> sequences() {
    return backlog.of("a").stream().map(f -> f.getRef().getSequence()).toList();
  }

  private static ArrivedFrame frame(long sequence) {
    return ArrivedFrame.newBuilder()
        .setRef(new FrameRef(sequence, sequence * 40_000, "frames", 0, sequence))
        .setWidth(8)
        .setHeight(8)
        .build();
  }
}
