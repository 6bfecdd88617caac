package dev.frameloom.editing;

import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.PendingWindow;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.StateSerde;
import dev.frameloom.schemas.Topics;
import dev.frameloom.streams.Partitioners;
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

/** Windows in, edited frames and outcomes out. */
public final class EditingTopology {

  static final String PENDING = "editing-pending";
  static final String FRAMES_SINK = "edited-frames-sink";
  static final String OUTCOMES_SINK = "outcomes-sink";
  static final String DEAD_LETTERS_SINK = "dead-letters-sink";

  private static final String WINDOWS_SOURCE = "windows-source";
  private static final String PROCESSOR = "editing";

  private EditingTopology() {}

  /**
   * The topology; see {@link dev.frameloom.streams.StreamsSettings} for what its client needs.
   *
   * @param scheduler edits the windows; its owner closes it, after the client
   */
  public static Topology build(
      EditingConfig config,
      Topics topics,
      RecordSerdes serdes,
      GpuScheduler scheduler,
      PipelineMetrics metrics) {
    return new Topology()
        .addSource(
            WINDOWS_SOURCE,
            new StringDeserializer(),
            serdes.window().deserializer(),
            topics.windows().name())
        .addProcessor(PROCESSOR, new Supplier(config, scheduler, metrics), WINDOWS_SOURCE)
        .addSink(
            FRAMES_SINK,
            topics.editedFrames().name(),
            new StringSerializer(),
            serdes.editedFrame().serializer(),
            Partitioners.byStream(),
            PROCESSOR)
        .addSink(
            OUTCOMES_SINK,
            topics.outcomes().name(),
            new StringSerializer(),
            serdes.outcome().serializer(),
            Partitioners.byStream(),
            PROCESSOR)
        .addSink(
            DEAD_LETTERS_SINK,
            topics.deadLetters().name(),
            new StringSerializer(),
            serdes.deadLetter().serializer(),
            PROCESSOR);
  }

  private record Supplier(EditingConfig config, GpuScheduler scheduler, PipelineMetrics metrics)
      implements ProcessorSupplier<String, KeyframeWindow, String, SpecificRecord> {

    @Override
    public Processor<String, KeyframeWindow, String, SpecificRecord> get() {
      return new EditProcessor(config, scheduler, metrics);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(PENDING),
                  Serdes.Long(),
                  StateSerde.of(PendingWindow.class))
              .withCachingEnabled()
              .withLoggingEnabled(Map.of()));
    }
  }
}
