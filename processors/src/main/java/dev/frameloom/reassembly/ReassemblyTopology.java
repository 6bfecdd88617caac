package dev.frameloom.reassembly;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.ReassemblyState;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.StateSerde;
import dev.frameloom.schemas.Topics;
import dev.frameloom.streams.Partitioners;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Edited frames and outcomes in, frames in order out. */
public final class ReassemblyTopology {

  static final String STATES = "reassembly-states";
  static final String WAITING = "reassembly-waiting";
  static final String LATEST = "reassembly-latest";
  static final String RESTYLED_SINK = "restyled-sink";
  static final String DEAD_LETTERS_SINK = "dead-letters-sink";

  private static final String FRAMES_SOURCE = "edited-frames-source";
  private static final String OUTCOMES_SOURCE = "outcomes-source";
  private static final String PROCESSOR = "reassembly";

  private ReassemblyTopology() {}

  /** The topology; see {@link dev.frameloom.streams.StreamsSettings} for what its client needs. */
  public static Topology build(
      ReassemblyConfig config, Topics topics, RecordSerdes serdes, PipelineMetrics metrics) {
    return new Topology()
        .addSource(
            FRAMES_SOURCE,
            new StringDeserializer(),
            serdes.editedFrame().deserializer(),
            topics.editedFrames().name())
        .addSource(
            OUTCOMES_SOURCE,
            new StringDeserializer(),
            serdes.outcome().deserializer(),
            topics.outcomes().name())
        .addProcessor(
            PROCESSOR, new Supplier(config, topics, metrics), FRAMES_SOURCE, OUTCOMES_SOURCE)
        .addSink(
            RESTYLED_SINK,
            topics.restyled().name(),
            new StringSerializer(),
            serdes.editedFrame().serializer(),
            Partitioners.byStream(),
            PROCESSOR)
        .addSink(
            DEAD_LETTERS_SINK,
            topics.deadLetters().name(),
            new StringSerializer(),
            serdes.deadLetter().serializer(),
            PROCESSOR);
  }

  private record Supplier(ReassemblyConfig config, Topics topics, PipelineMetrics metrics)
      implements ProcessorSupplier<String, SpecificRecord, String, SpecificRecord> {

    @Override
    public Processor<String, SpecificRecord, String, SpecificRecord> get() {
      return new ReassemblyProcessor(config, topics, metrics);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      // in a fixed order, so that the description is always the same
      return new LinkedHashSet<>(
          List.of(
              Stores.keyValueStoreBuilder(
                      Stores.persistentKeyValueStore(STATES),
                      Serdes.String(),
                      StateSerde.of(ReassemblyState.class))
                  .withCachingEnabled()
                  .withLoggingEnabled(Map.of()),
              frames(WAITING),
              frames(LATEST)));
    }

    private static StoreBuilder<KeyValueStore<String, EditedFrame>> frames(String name) {
      return Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(name),
              Serdes.String(),
              StateSerde.of(EditedFrame.class))
          .withCachingEnabled()
          .withLoggingEnabled(Map.of());
    }
  }
}
