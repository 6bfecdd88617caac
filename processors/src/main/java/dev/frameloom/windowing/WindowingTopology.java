package dev.frameloom.windowing;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.WindowingState;
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
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Frames and edits in, windows out. */
public final class WindowingTopology {

  static final String STATES = "windowing-states";
  static final String BACKLOG = "windowing-backlog";
  static final String WINDOWS_SINK = "windows-sink";
  static final String MOVED_FRAMES_SINK = "moved-frames-sink";
  static final String MOVED_EDITS_SINK = "moved-edits-sink";
  static final String DEAD_LETTERS_SINK = "dead-letters-sink";

  private static final String FRAMES_SOURCE = "frames-source";
  private static final String EDITS_SOURCE = "edits-source";
  private static final String PROCESSOR = "windowing";

  private WindowingTopology() {}

  /**
   * The topology; see {@link dev.frameloom.streams.StreamsSettings} for what its client needs.
   *
   * @param topics with the number of partitions that they really have
   */
  public static Topology build(
      WindowingConfig config, Topics topics, RecordSerdes serdes, PipelineMetrics metrics) {
    return new Topology()
        .addSource(
            FRAMES_SOURCE,
            new StringDeserializer(),
            serdes.frame().deserializer(),
            topics.frames().name())
        .addSource(
            EDITS_SOURCE,
            new StringDeserializer(),
            serdes.editSpec().deserializer(),
            topics.edits().name())
        .addProcessor(PROCESSOR, new Supplier(config, topics, metrics), FRAMES_SOURCE, EDITS_SOURCE)
        .addSink(
            WINDOWS_SINK,
            topics.windows().name(),
            new StringSerializer(),
            serdes.window().serializer(),
            Partitioners.byStream(),
            PROCESSOR)
        .addSink(
            MOVED_FRAMES_SINK,
            topics.frames().name(),
            new StringSerializer(),
            serdes.frame().serializer(),
            Partitioners.byStream(),
            PROCESSOR)
        .addSink(
            MOVED_EDITS_SINK,
            topics.edits().name(),
            new StringSerializer(),
            serdes.editSpec().serializer(),
            Partitioners.byStream(),
            PROCESSOR)
        .addSink(
            DEAD_LETTERS_SINK,
            topics.deadLetters().name(),
            new StringSerializer(),
            serdes.deadLetter().serializer(),
            PROCESSOR);
  }

  private record Supplier(WindowingConfig config, Topics topics, PipelineMetrics metrics)
      implements ProcessorSupplier<String, SpecificRecord, String, SpecificRecord> {

    @Override
    public Processor<String, SpecificRecord, String, SpecificRecord> get() {
      return new WindowingProcessor(config, topics, metrics);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      // in a fixed order, so that the description is always the same
      return new LinkedHashSet<>(
          List.of(
              Stores.keyValueStoreBuilder(
                      Stores.persistentKeyValueStore(STATES),
                      Serdes.String(),
                      StateSerde.of(WindowingState.class))
                  .withCachingEnabled()
                  .withLoggingEnabled(Map.of()),
              Stores.keyValueStoreBuilder(
                      Stores.persistentKeyValueStore(BACKLOG),
                      Serdes.String(),
                      StateSerde.of(ArrivedFrame.class))
                  .withCachingEnabled()
                  .withLoggingEnabled(Map.of())));
    }
  }
}
