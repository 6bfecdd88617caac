package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.WindowingState;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.schemas.StateSerde;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import dev.frameloom.testing.TestFrames;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Kafka Streams revives a task by initialising the same processor again, on stores rolled back. */
class RevivedWindowingTest {

  private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
  private final WindowingProcessor processor =
      new WindowingProcessor(
          WindowingConfig.defaults().withBacklog(64, Duration.ofSeconds(60)),
          Topics.withPrefix("").withSettings(TopicSettings.defaults().withPartitions(1)),
          new InMemoryMetrics());

  @Test
  void anEditThatWasRolledBackIsForgotten() {
    context.setCurrentSystemTimeMs(0);
    context.setRecordMetadata("frames", 0, 0);
    KeyValueStore<String, WindowingState> states =
        store(WindowingTopology.STATES, WindowingState.class);
    store(WindowingTopology.BACKLOG, ArrivedFrame.class);
    processor.init(context);
    process("clip/sketch", Frames.edit().build());
    process("clip", TestFrames.grey("clip", 0, 10));

    processor.close();
    states.delete("clip/sketch");
    processor.init(context);
    process("clip", TestFrames.grey("clip", 0, 10));
    process("clip/sketch", Frames.edit().build());
    process("clip", TestFrames.last("clip", 1, 10));

    assertThat(context.forwarded()).hasSize(1);
    context.setCurrentSystemTimeMs(Long.MAX_VALUE);
    context.scheduledPunctuators().forEach(each -> each.getPunctuator().punctuate(60_000));
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
