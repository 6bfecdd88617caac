package dev.frameloom.testing;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.deadletter.DeadLetterWriter;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.schemas.TopicDefinition;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import dev.frameloom.streams.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;

/** A topology on a test driver, which can be restarted on the state that it left. */
public final class TopologyHarness implements AutoCloseable {

  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** The driver knows one partition of each topic. */
  public final Topics topics =
      Topics.withPrefix("").withSettings(TopicSettings.defaults().withPartitions(1));

  public final RecordSerdes serdes = RecordSerdes.onRegistry(SchemaRegistry.inMemory());
  public final InMemoryMetrics metrics = new InMemoryMetrics();

  private final Supplier<Topology> topology;
  private final Path folder;
  private Duration elapsed = Duration.ZERO;
  private TopologyTestDriver driver;

  /** Makes a topology of what a harness has. */
  public interface Builder {
    Topology build(Topics topics, RecordSerdes serdes, InMemoryMetrics metrics);
  }

  public TopologyHarness(Path folder, Builder builder) {
    this.folder = folder;
    this.topology = () -> builder.build(topics, serdes, metrics);
    start();
  }

  private void start() {
    Properties settings = new Properties();
    DeadLetterWriter writer =
        new DeadLetterWriter(
            "test", topics.deadLetters(), serdes.deadLetter().serializer(), metrics);
    settings.putAll(StreamsSettings.required(topics, writer));
    // with exactly-once the driver loses what is sent for a record that can't be read
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver = new TopologyTestDriver(topology.get(), settings, START.plus(elapsed));
  }

  /**
   * Starts again on the contents of all stores; the driver deletes its folder when it is closed.
   */
  public void restart() {
    Map<String, List<KeyValue<Object, Object>>> contents = new TreeMap<>();
    for (String store : driver.getAllStateStores().keySet()) {
      List<KeyValue<Object, Object>> entries = new ArrayList<>();
      try (KeyValueIterator<Object, Object> all = driver.getKeyValueStore(store).all()) {
        all.forEachRemaining(entries::add);
      }
      contents.put(store, entries);
    }
    driver.close();
    start();
    contents.forEach((store, entries) -> driver.getKeyValueStore(store).putAll(entries));
  }

  public <T> void send(TopicDefinition topic, Serde<T> serde, String key, T value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), serde.serializer())
        .pipeInput(key, value, START.plus(elapsed));
  }

  public void sendBytes(TopicDefinition topic, String key, byte[] value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value, START.plus(elapsed));
  }

  public <T> List<KeyValue<String, T>> read(TopicDefinition topic, Serde<T> serde) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), serde.deserializer())
        .readKeyValuesToList();
  }

  public <T> List<T> values(TopicDefinition topic, Serde<T> serde) {
    return read(topic, serde).stream().map(entry -> entry.value).toList();
  }

  public List<DeadLetter> deadLetters() {
    return values(topics.deadLetters(), serdes.deadLetter());
  }

  public void advance(Duration time) {
    elapsed = elapsed.plus(time);
    driver.advanceWallClockTime(time);
  }

  @Override
  public void close() {
    driver.close();
  }
}
