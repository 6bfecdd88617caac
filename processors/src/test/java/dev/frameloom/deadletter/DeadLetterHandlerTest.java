package dev.frameloom.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.Frame;
import dev.frameloom.metrics.InMemoryMetrics;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.schemas.TopicSettings;
import dev.frameloom.schemas.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterHandlerTest {

  private static final byte[] KEY = {'c'};

  private final RecordSerdes serdes = RecordSerdes.onRegistry(SchemaRegistry.inMemory());
  private final InMemoryMetrics metrics = new InMemoryMetrics();
  private final Topics topics =
      Topics.withPrefix("").withSettings(TopicSettings.defaults().withMaxMessageBytes(1 << 16));
  private final DeadLetterHandler handler = new DeadLetterHandler();

  /** A record of topic frames, partition 3, offset 41. */
  private record Position(byte[] value) implements ErrorHandlerContext {
    @Override
    public String topic() {
      return "frames";
    }

    @Override
    public int partition() {
      return 3;
    }

    @Override
    public long offset() {
      return 41;
    }

    @Override
    public Headers headers() {
      return new RecordHeaders();
    }

    @Override
    public String processorNodeId() {
      return "windowing";
    }

    @Override
    public TaskId taskId() {
      return new TaskId(0, 3);
    }

    @Override
    public long timestamp() {
      return 0;
    }

    @Override
    public byte[] sourceRawKey() {
      return KEY;
    }

    @Override
    public byte[] sourceRawValue() {
      return value;
    }
  }

  @BeforeEach
  void configure() {
    handler.configure(
        Map.of(
            DeadLetterHandler.WRITER_CONFIG,
            new DeadLetterWriter(
                "windowing", topics.deadLetters(), serdes.deadLetter().serializer(), metrics)));
  }

  @Test
  void aRecordThatCanNeverBeReadGetsALetterWithWhatItWas() {
    byte[] value = {1, 2, 3};
    DeserializationExceptionHandler.Response response = unreadable(value, undecodable(value));
    assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
    ProducerRecord<byte[], byte[]> sent = response.deadLetterQueueRecords().get(0);
    assertThat(sent.topic()).isEqualTo("dead-letters");
    assertThat(sent.key()).isEqualTo(KEY);
    DeadLetter letter = letter(sent);
    assertThat(letter.getRole()).isEqualTo("windowing");
    assertThat(letter.getReason()).isEqualTo("undecodable-record");
    assertThat(letter.getMessage()).contains("frames-3 offset 41");
    assertThat(letter.getValue().remaining()).isEqualTo(3);
    assertThat(metrics.count("deadLetters.undecodable-record")).isEqualTo(1);
  }

  @Test
  void aValueThatWouldMakeTheLetterTooLargeIsLeftOut() {
    byte[] value = new byte[topics.deadLetters().maxMessageBytes()];
    value[0] = 1;
    ProducerRecord<byte[], byte[]> sent =
        unreadable(value, undecodable(value)).deadLetterQueueRecords().get(0);
    assertThat(letter(sent).getValue()).isNull();
    assertThat(sent.value().length).isLessThan(1 << 16);
  }

  @Test
  void aKeyCountsTwiceForItIsTheLettersKeyToo() {
    byte[] value = new byte[500_000];
    value[0] = 1;
    ProducerRecord<byte[], byte[]> sent =
        handler
            .handleError(
                new Position(value),
                new ConsumerRecord<>("frames", 3, 41, new byte[500_000], value),
                undecodable(value))
            .deadLetterQueueRecords()
            .get(0);
    assertThat(sent.key().length + sent.value().length)
        .isLessThan(topics.deadLetters().maxMessageBytes());
  }

  @Test
  void aRecordThatMayBeReadLaterIsNotGivenUp() {
    DeserializationExceptionHandler.Response response =
        unreadable(new byte[3], new SerializationException("the registry is away"));
    assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.FAIL);
    assertThat(response.deadLetterQueueRecords()).isEmpty();
  }

  @Test
  void aRecordThatCanNotBeProcessedGetsALetter() {
    ProcessingExceptionHandler.Response response =
        handler.handleError(
            new Position(new byte[2]),
            new Record<>("c", "v", 0),
            new IllegalStateException("no such thing"));
    assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
    DeadLetter letter = letter(response.deadLetterQueueRecords().get(0));
    assertThat(letter.getReason()).isEqualTo("unprocessable");
    assertThat(letter.getException()).contains("IllegalStateException: no such thing");
  }

  @Test
  void failuresOfKafkaAndOfPunctuatorsAreNoRecordsFault() {
    Position position = new Position(new byte[2]);
    assertThat(
            handler
                .handleError(
                    position,
                    new Record<>("c", "v", 0),
                    new IllegalStateException(new TimeoutException("the broker is away")))
                .result())
        .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
    Record<String, String> none = null;
    assertThat(handler.handleError(position, none, new IllegalStateException()).result())
        .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
  }

  private DeserializationExceptionHandler.Response unreadable(byte[] value, Exception failure) {
    return handler.handleError(
        new Position(value), new ConsumerRecord<>("frames", 3, 41, KEY, value), failure);
  }

  private Exception undecodable(byte[] value) {
    Deserializer<Frame> deserializer = serdes.frame().deserializer();
    try {
      deserializer.deserialize("frames", value);
    } catch (SerializationException e) {
      return new IllegalStateException("wrapped", e);
    }
    throw new AssertionError("it could be read");
  }

  private DeadLetter letter(ProducerRecord<byte[], byte[]> sent) {
    return serdes.deadLetter().deserializer().deserialize(sent.topic(), sent.value());
  }
}
