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

    assertThat(sequences()).hasSize(LIMIT).last().isEqualTo(999L);
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

  @Test
  void framesWithSequencesFarAwayAreForgottenAsTheOthersAre() {
    for (long sequence = 0; sequence < 1000; sequence++) {
      backlog.add("a", frame(sequence), 0);
      backlog.add("a", frame((1L << 40) + 7919 * sequence), 0);
    }

    assertThat(sequences()).hasSize(LIMIT).contains(999L).doesNotContain(900L);

    for (long sequence = 1000; sequence < 1000 + LIMIT; sequence++) {
      backlog.add("a", frame(sequence), 0);
    }
    assertThat(sequences()).hasSize(LIMIT).allMatch(sequence -> sequence < 2000);
  }

  @Test
  void aStreamThatIsIdleIsForgottenAlone() {
    backlog.add("a", frame(1), 5);
    backlog.add("b", frame(2), 10);
    backlog.forgetIdleSince(5);
    assertThat(sequences()).isEmpty();
    assertThat(backlog.of("b")).hasSize(1);
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
