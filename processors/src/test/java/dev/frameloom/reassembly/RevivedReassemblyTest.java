package dev.frameloom.reassembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.GapPolicy;
import dev.frameloom.avro.ReassemblyState;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.schemas.StateSerde;
import dev.frameloom.schemas.Topics;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Kafka Streams revives a task by initialising the same processor again, on stores rolled back. */
class RevivedReassemblyTest {

  private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
  private final ReassemblyProcessor processor =
      new ReassemblyProcessor(
          new ReassemblyConfig(ReassemblyLimits.defaults(), Duration.ofMillis(100)),
          Topics.withPrefix(""),
          new InMemoryMetrics());

  @Test
  void deadlinesThatWereRolledBackAreForgottenAndThoseOfTheStoreAreKnown() {
    context.setCurrentSystemTimeMs(0);
    KeyValueStore<String, ReassemblyState> states =
        store(ReassemblyTopology.STATES, ReassemblyState.class);
    KeyValueStore<String, EditedFrame> waiting =
        store(ReassemblyTopology.WAITING, EditedFrame.class);
    store(ReassemblyTopology.LATEST, EditedFrame.class);
    context.setRecordMetadata("edited-frames", 0, 0);
    processor.init(context);
    process("clip/sketch", Edited.outcome(GapPolicy.HOLD, 0, 0, 1).build());
    process("clip/sketch", Edited.frame(1));
    ReassemblyState blocked = states.get("clip/sketch");

    processor.close();
    states.delete("clip/sketch");
    states.put("clip/oil", blocked);
    waiting.put("clip/oil/%019d".formatted(1), Edited.frame(1));
    processor.init(context);
    context.scheduledPunctuators().forEach(each -> each.getPunctuator().punctuate(60_000));

    assertThat(context.forwarded()).hasSize(2);
    assertThat(states.get("clip/sketch")).isNull();
  }

  private void process(String key, SpecificRecord value) {
    processor.process(new Record<>(key, value, 0));
  }

  private <T extends SpecificRecord> KeyValueStore<String, T> store(String name, Class<T> type) {
    KeyValueStore<String, T> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), StateSerde.of(type))
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
    return store;
  }
}
