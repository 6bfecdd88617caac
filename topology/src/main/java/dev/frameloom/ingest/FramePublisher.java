package dev.frameloom.ingest;

import dev.frameloom.avro.Frame;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.media.VideoSource;
import dev.frameloom.schemas.Keys;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.TopicDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Publishes a video as the frames of a stream, each exactly once.
 *
 * <p>Publishing the same source again under the same stream id continues after the last published
 * frame. It is refused if the stream has ended, or if the source shows another frame at that place.
 * A live source can't be read again: its frames follow in sequence and time. Of two publishers of
 * one stream the later one shuts the earlier out.
 *
 * <p>Frames become visible to {@code read_committed} readers with each commit, see {@link
 * PublishOptions#commitInterval}.
 */
public final class FramePublisher {

  private final Map<String, Object> client;
  private final TopicDefinition topic;
  private final Serializer<Frame> serializer;
  private final Deserializer<Frame> deserializer;
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * A publisher to a topic.
   *
   * @param client Kafka's client properties, {@code bootstrap.servers} at least
   * @param frames the topic
   * @param serdes serdes on the registry
   */
  public FramePublisher(Map<String, ?> client, TopicDefinition frames, RecordSerdes serdes) {
    this.client = new HashMap<>(client);
    this.topic = frames;
    this.serializer = serdes.frame().serializer();
    this.deserializer = serdes.frame().deserializer();
  }

  /**
   * Ends publishing soon, from any thread and for good. What was decoded ahead is not published,
   * except for the one frame that ends the stream if {@link PublishOptions#endOnStop} says so.
   */
  public void stop() {
    stop.countDown();
  }

  /**
   * Publishes a source to its end, or until {@link #stop}. Does not close it.
   *
   * @throws PublishException if the stream can't be published or continued
   * @throws dev.frameloom.media.MediaException if the source fails; frames before are published,
   *     and the stream is left open
   */
  public PublishReport publish(
      VideoSource source, PublishOptions options, PublishProgress progress) {
    String address = String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    try (StreamLedger ledger = new StreamLedger(client, topic.name(), options.streamId())) {
      Brokers.TopicFacts facts = facts(address);
      TopicPartition partition =
          new TopicPartition(topic.name(), Keys.partition(options.streamId(), facts.partitions()));
      SizeLimit limit = SizeLimit.of(topic.name(), facts.maxMessageBytes(), client);
      try (FrameTransactions transactions =
          new FrameTransactions(client, partition, limit.bytes(), ledger.group(), options)) {
        // before the ledger is read: whoever wrote it until now can't any more
        transactions.takeOver();
        ResumePoint resume =
            new ResumePoint(
                options.streamId(), last(ledger, partition, facts, options), source.info().live());
        try (FramePump pump = new FramePump(source, options, resume)) {
          return new Publishing(
                  new Publishing.Path(pump, transactions, stop),
                  options,
                  resume,
                  frame -> serialize(frame, limit, options),
                  progress)
              .run(source::warnings);
        }
      }
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new PublishException(
          "another publisher took stream %s over; this one stopped, and lost nothing that was committed"
              .formatted(options.streamId()),
          e);
    } catch (TimeoutException e) {
      throw new PublishException(
          "Kafka at %s did not answer within %d s while stream %s was published"
              .formatted(address, Brokers.PATIENCE_SECONDS, options.streamId()),
          e);
    } catch (KafkaException e) {
      throw new PublishException(
          "stream " + options.streamId() + " can't be published: " + e.getMessage(), e);
    }
  }

  private Optional<StreamPosition> last(
      StreamLedger ledger,
      TopicPartition partition,
      Brokers.TopicFacts facts,
      PublishOptions options) {
    return ledger
        .read(facts.partitions())
        .or(() -> TailScan.lastFrame(ledger.reader(), partition, options.streamId(), deserializer));
  }

  private Brokers.TopicFacts facts(String address) {
    try (Admin admin = Admin.create(adminSettings())) {
      return new Brokers(admin, address).topic(topic.name());
    }
  }

  private Map<String, Object> adminSettings() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Brokers.PATIENCE_SECONDS * 1000);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Brokers.PATIENCE_SECONDS * 1000);
    settings.remove(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    return settings;
  }

  private byte[] serialize(Frame frame, SizeLimit limit, PublishOptions options) {
    byte[] value = serializer.serialize(topic.name(), frame);
    limit.require(frame, value.length, options);
    return value;
  }

  static ImageEncoding avro(dev.frameloom.image.ImageEncoding encoding) {
    return switch (encoding) {
      case JPEG -> ImageEncoding.JPEG;
      case PNG -> ImageEncoding.PNG;
    };
  }
}
