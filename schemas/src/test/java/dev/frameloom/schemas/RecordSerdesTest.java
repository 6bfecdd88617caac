package dev.frameloom.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.Frame;
import dev.frameloom.schemas.UndecodableRecordException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaFormatter;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class RecordSerdesTest {

  private final SchemaRegistry registry = SchemaRegistry.inMemory();
  private final RecordSerdes serdes = RecordSerdes.onRegistry(registry);

  @Property(tries = 100)
  void whatIsWrittenIsRead(
      @ForAll long seed,
      @ForAll @IntRange(max = 5000) int size,
      @ForAll @IntRange(max = 40) int n) {
    SampleRecords samples = new SampleRecords(seed);
    returns(serdes.frame(), samples.frame(size));
    returns(serdes.editedFrame(), samples.editedFrame(size));
    returns(serdes.editSpec(), samples.edit());
    returns(serdes.window(), samples.window(n));
    returns(serdes.outcome(), samples.outcome());
  }

  @Property(tries = 300)
  void damagedRecordsAreRefusedAsUndecodableOrReadAsSomething(
      @ForAll long seed, @ForAll @IntRange(max = 3) int kind) {
    byte[] bytes = write(serdes.window(), new SampleRecords(seed).window(3));
    SplittableRandom random = new SplittableRandom(seed);
    byte[] damaged =
        kind == 0
            ? Arrays.copyOf(bytes, random.nextInt(1, bytes.length))
            : flipped(bytes, random, kind);
    try {
      serdes.window().deserializer().deserialize("t", damaged);
    } catch (UndecodableRecordException e) {
      assertThat(e.reason()).isEqualTo(Reason.UNDECODABLE_RECORD);
    }
  }

  @Test
  void startsWithAZeroByteAndTheSchemaId() {
    byte[] bytes = write(serdes.frame(), new SampleRecords(1).frame(10));
    int id = registry.idOf("t-value", Frame.getClassSchema().toString(), false).orElseThrow();
    assertThat(ByteBuffer.wrap(bytes).get()).isZero();
    assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isEqualTo(id);
  }

  @Test
  void aTombstoneStaysATombstone() {
    assertThat(serdes.editSpec().serializer().serialize("t", null)).isNull();
    assertThat(serdes.editSpec().deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void saysWhatItFoundWhereTheWireFormatWasExpected() {
    byte[] json = "{\"streamId\":1}".getBytes(StandardCharsets.UTF_8);
    UndecodableRecordException e = failure(json);
    assertThat(e.reason()).isEqualTo(Reason.UNDECODABLE_RECORD);
    assertThat(e).hasMessageContaining("topic t").hasMessageContaining("7b 22 73 74");
    assertThat(failure(new byte[] {0, 1}).reason().word()).isEqualTo("undecodable-record");
  }

  @Test
  void aClaimOfTwoGigabytesIsRefusedBeforeMemoryIsTaken() {
    byte[] bytes = write(serdes.frame(), new SampleRecords(1).frame(0));
    // the empty stream id's length, as a zig-zag number, becomes two gigabytes
    byte[] claim = Arrays.copyOf(bytes, 10);
    Arrays.fill(claim, 5, 9, (byte) 0xFF);
    claim[9] = 0x0E;
    assertThat(failure(claim).reason()).isEqualTo(Reason.UNDECODABLE_RECORD);
  }

  @Test
  void bytesAfterTheLastFieldAreRefused() {
    byte[] bytes = write(serdes.frame(), new SampleRecords(1).frame(10));
    assertThat(failure(Arrays.copyOf(bytes, bytes.length + 3)))
        .hasMessageContaining("3 bytes are left");
  }

  @Test
  void namesTheSchemaIdThatTheRegistryDoesNotKnow() {
    UndecodableRecordException e = failure(new byte[] {0, 0, 0, 3, 9, 2, 2});
    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
    assertThat(e).hasMessageContaining("schema id 777").hasMessageContaining("memory");
  }

  @Test
  void namesTheFieldThatAnIncompatibleSchemaLacks() {
    Schema foreign =
        SchemaBuilder.record("Frame")
            .namespace("dev.frameloom.avro")
            .fields()
            .requiredString("streamId")
            .endRecord();
    int id = registry.register("t-value", foreign.toString(), false);
    UndecodableRecordException e =
        failure(
            ByteBuffer.allocate(7)
                .put(
                    1,
                    new byte[] {(byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id})
                .array());
    assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
    assertThat(e).hasMessageContaining("sequence").hasMessageContaining("schema id " + id);
  }

  @Test
  void aRecordOfAnOlderSchemaGetsTheDefaultsOfTheFieldsThatWereAdded() {
    Schema now = EditSpec.getClassSchema();
    EditSpec edit = new SampleRecords(3).edit();
    Schema older = SchemaVariants.without(SchemaVariants.without(now, "outputQuality"), "options");
    byte[] written =
        SchemaVariants.write(edit, older, registry.register("t", older.toString(), false));
    EditSpec read = serdes.editSpec().deserializer().deserialize("t", written);
    assertThat(read.getPrompt()).isEqualTo(edit.getPrompt());
    assertThat(read.getOutputQuality()).isEqualTo(95);
    assertThat(read.getOptions()).isEmpty();
  }

  @Test
  void whatAClientWroteThatIsNotJavaIsReadAsStrings() {
    EditSpec edit = new SampleRecords(3).edit();
    String text = EditSpec.getClassSchema().toString();
    Schema foreign =
        new Schema.Parser().parse(text.replace(",\"avro.java.string\":\"String\"", ""));
    byte[] written =
        SchemaVariants.write(edit, foreign, registry.register("t", foreign.toString(), false));
    EditSpec read = serdes.editSpec().deserializer().deserialize("t", written);
    assertThat(read).isEqualTo(edit);
    assertThat(read.getOptions()).hasSize(2).containsKey("source-prompt");
  }

  @Test
  void aRegistryThatDoesNotAnswerIsNotTheRecordsFault() {
    RecordSerdes remote =
        RecordSerdes.configure(
            Map.of(
                "schema.registry.url", "http://127.0.0.1:9",
                "max.retries", 2,
                "retries.wait.ms", "10"));
    assertThatThrownBy(
            () -> remote.frame().deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 1}))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("http://127.0.0.1:9")
        .hasMessageContaining("tried 3 times")
        .satisfies(e -> assertThat(UndecodableRecordException.in(e)).isEmpty());
  }

  @Test
  void withoutAutoRegistrationASchemaThatIsNotThereIsRefused() {
    RecordSerdes strict =
        RecordSerdes.onRegistry(registry, Map.of("auto.register.schemas", "false"));
    Frame frame = new SampleRecords(1).frame(1);
    assertThatThrownBy(() -> strict.frame().serializer().serialize("t", frame))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("subject t-value")
        .hasMessageContaining("auto.register.schemas=true");
    int id = registry.register("t-value", Frame.getClassSchema().toString(), false);
    assertThat(ByteBuffer.wrap(write(strict.frame(), frame), 1, 4).getInt()).isEqualTo(id);
  }

  @Test
  void theLatestVersionIsTakenOnlyWhereItIsOurs() {
    RecordSerdes latest =
        RecordSerdes.onRegistry(
            registry, Map.of("auto.register.schemas", false, "use.latest.version", true));
    Frame frame = new SampleRecords(1).frame(1);
    int id =
        registry.register(
            "t-value", SchemaFormatter.format("json/pretty", Frame.getClassSchema()), false);
    assertThat(ByteBuffer.wrap(write(latest.frame(), frame), 1, 4).getInt()).isEqualTo(id);
    registry.register("u-value", EditSpec.getClassSchema().toString(), false);
    assertThatThrownBy(() -> latest.frame().serializer().serialize("u", frame))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("use.latest.version=false");
  }

  @Test
  void subjectsAreNamedByTheStrategyThatIsSet() {
    String strategy = "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy";
    write(
        RecordSerdes.onRegistry(registry, Map.of("value.subject.name.strategy", strategy)).frame(),
        new SampleRecords(1).frame(1));
    assertThat(registry.latest("t-dev.frameloom.avro.Frame")).isPresent();
  }

  private UndecodableRecordException failure(byte[] bytes) {
    return catchThrowableOfType(
        UndecodableRecordException.class,
        () -> serdes.frame().deserializer().deserialize("t", bytes));
  }

  private static byte[] flipped(byte[] bytes, SplittableRandom random, int count) {
    byte[] damaged = bytes.clone();
    for (int i = 0; i < count; i++) {
      damaged[random.nextInt(WireFormat.HEADER_LENGTH, damaged.length)] ^=
          (byte) random.nextInt(1, 256);
    }
    return damaged;
  }

  private static <T> void returns(Serde<T> serde, T value) {
    assertThat(serde.deserializer().deserialize("t", write(serde, value))).isEqualTo(value);
  }

  private static <T> byte[] write(Serde<T> serde, T value) {
    return serde.serializer().serialize("t", value);
  }
}
