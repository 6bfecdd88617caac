package dev.frameloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.RegistryException;
import dev.frameloom.schemas.SchemaRegistry;
import dev.frameloom.schemas.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What our serdes and anybody's clients may expect of a registry: run against the embedded one, and
 * against a registry of others, so that it is their contract and not only ours.
 */
@Timeout(60)
abstract class RegistryContract {

  private static final String ONE = record("{\"name\":\"a\",\"type\":\"string\"}");
  private static final String WITH_DEFAULT =
      record(
          "{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
  private static final String WITHOUT_DEFAULT =
      record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\"}");

  private RestClient rest;
  private String subject;

  /** Where the registry under test answers. */
  abstract String url();

  @BeforeEach
  void connect() {
    rest = new RestClient(url());
    subject = "s-" + UUID.randomUUID();
  }

  @Test
  void recordsPassThroughItWithTheGenuineClient() {
    Frame frame = frame();
    byte[] bytes = serdes(Map.of()).frame().serializer().serialize(subject, frame);
    assertThat(serdes(Map.of()).frame().deserializer().deserialize(subject, bytes))
        .isEqualTo(frame);
    int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
    RestClient.Answer schema = rest.get("/schemas/ids/" + id);
    assertThat(new Schema.Parser().parse(schema.body().path("schema").asText()))
        .isEqualTo(Frame.getClassSchema());
    assertThat(rest.get("/subjects/" + subject + "-value/versions").body().toString())
        .isEqualTo("[1]");
  }

  @Test
  void anotherClientFindsTheSchemaThatIsRegisteredAlready() {
    Frame frame = frame();
    byte[] first = serdes(Map.of()).frame().serializer().serialize(subject, frame);
    byte[] second =
        serdes(Map.of("auto.register.schemas", "false"))
            .frame()
            .serializer()
            .serialize(subject, frame);
    byte[] third =
        serdes(Map.of("auto.register.schemas", "false", "use.latest.version", "true"))
            .frame()
            .serializer()
            .serialize(subject, frame);
    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
  }

  @Test
  void withoutRegistrationAnUnknownSubjectIsRefused() {
    assertThatThrownBy(
            () ->
                serdes(Map.of("auto.register.schemas", "false"))
                    .frame()
                    .serializer()
                    .serialize(subject, frame()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(subject);
  }

  @Test
  void anIdThatWasNeverGivenIsUnknown() {
    UndecodableRecordException e =
        catchThrowableOfType(
            UndecodableRecordException.class,
            () ->
                serdes(Map.of())
                    .frame()
                    .deserializer()
                    .deserialize(subject, new byte[] {0, 7, 7, 7, 7, 1}));
    assertThat(e.reason()).isEqualTo(UndecodableRecordException.Reason.UNKNOWN_SCHEMA);
    assertThat(rest.get("/schemas/ids/117901063").errorCode()).isEqualTo(40403);
  }

  @Test
  void aRecordOfAnotherTypeIsIncompatible() {
    int id = register(EditSpec.getClassSchema().toString());
    byte[] foreign = ByteBuffer.allocate(20).putInt(1, id).array();
    UndecodableRecordException e =
        catchThrowableOfType(
            UndecodableRecordException.class,
            () -> serdes(Map.of()).frame().deserializer().deserialize(subject, foreign));
    assertThat(e.reason()).isEqualTo(UndecodableRecordException.Reason.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void theSameSchemaHasTheSameIdUnderEverySubject() {
    int id = register(ONE);
    assertThat(register(ONE)).isEqualTo(id);
    subject = "other-" + subject;
    assertThat(register(ONE)).isEqualTo(id);
    assertThat(rest.get("/schemas/ids/" + id + "/versions").body().findValuesAsText("subject"))
        .contains(subject);
  }

  @Test
  void versionsCountUpAndTheLatestIsTheLast() {
    rest.put("/config/" + subject, Map.of("compatibility", "BACKWARD"));
    register(ONE);
    int id = register(WITH_DEFAULT);
    RestClient.Answer latest = rest.get("/subjects/" + subject + "/versions/latest");
    assertThat(latest.body().path("version").asInt()).isEqualTo(2);
    assertThat(latest.body().path("id").asInt()).isEqualTo(id);
    assertThat(latest.body().path("subject").asText()).isEqualTo(subject);
    assertThat(rest.get("/subjects").body().toString()).contains(subject);
  }

  @Test
  void aSchemaThatBreaksTheSubjectsReadersIsRefused() {
    rest.put("/config/" + subject, Map.of("compatibility", "BACKWARD"));
    register(ONE);
    RestClient.Answer check =
        rest.postSchema("/compatibility/subjects/" + subject + "/versions/latest", WITHOUT_DEFAULT);
    assertThat(check.body().path("is_compatible").asBoolean(true)).isFalse();
    RestClient.Answer refused =
        rest.postSchema("/subjects/" + subject + "/versions", WITHOUT_DEFAULT);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(
            rest.postSchema("/compatibility/subjects/" + subject + "/versions/latest", WITH_DEFAULT)
                .body()
                .path("is_compatible")
                .asBoolean())
        .isTrue();
  }

  @Test
  void theGenuineClientSaysThatASchemaIsIncompatible() {
    rest.put("/config/" + subject, Map.of("compatibility", "BACKWARD"));
    register(ONE);
    SchemaRegistry client = SchemaRegistry.connect(Map.of("schema.registry.url", url()));
    assertThatThrownBy(() -> client.register(subject, WITHOUT_DEFAULT, false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("409")
        .hasMessageContaining("compatibility");
  }

  @Test
  void aSubjectsOwnLevelGoesBeforeTheGlobalOne() {
    rest.put("/config/" + subject, Map.of("compatibility", "NONE"));
    register(ONE);
    register(WITHOUT_DEFAULT);
    assertThat(rest.get("/config/" + subject).body().path("compatibilityLevel").asText())
        .isEqualTo("NONE");
    assertThat(rest.get("/config").body().path("compatibilityLevel").asText()).isNotEmpty();
  }

  @Test
  void forwardChecksTheOtherDirection() {
    rest.put("/config/" + subject, Map.of("compatibility", "FORWARD"));
    register(ONE);
    register(WITHOUT_DEFAULT);
    assertThat(rest.postSchema("/subjects/" + subject + "/versions", record("")).status())
        .isEqualTo(409);
  }

  @Test
  void aSchemaIsFoundUnderItsSubject() {
    int id = register(ONE);
    RestClient.Answer found = rest.postSchema("/subjects/" + subject, ONE);
    assertThat(found.body().path("id").asInt()).isEqualTo(id);
    assertThat(found.body().path("version").asInt()).isEqualTo(1);
    assertThat(rest.postSchema("/subjects/" + subject, WITH_DEFAULT).errorCode()).isEqualTo(40403);
    assertThat(rest.postSchema("/subjects/no-" + subject, ONE).errorCode()).isEqualTo(40401);
  }

  @Test
  void whatIsNotThereIsSaidWithConfluentsCodes() {
    assertThat(rest.get("/subjects/" + subject + "/versions").errorCode()).isEqualTo(40401);
    assertThat(rest.get("/subjects/" + subject + "/versions/1").errorCode()).isEqualTo(40401);
    register(ONE);
    assertThat(rest.get("/subjects/" + subject + "/versions/9").errorCode()).isEqualTo(40402);
    assertThat(rest.postSchema("/subjects/" + subject + "/versions", "{\"type\":1}").errorCode())
        .isEqualTo(42201);
  }

  @Test
  void aDeletedSubjectIsHiddenAndItsIdsStayReadable() {
    int id = register(ONE);
    assertThat(rest.delete("/subjects/" + subject).body().toString()).isEqualTo("[1]");
    assertThat(rest.get("/subjects/" + subject + "/versions").errorCode()).isEqualTo(40401);
    assertThat(rest.get("/schemas/ids/" + id).body().path("schema").asText()).contains("\"a\"");
    assertThat(rest.delete("/subjects/" + subject + "?permanent=true").status()).isEqualTo(200);
  }

  private int register(String schema) {
    RestClient.Answer answer = rest.postSchema("/subjects/" + subject + "/versions", schema);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body().path("id").asInt();
  }

  private RecordSerdes serdes(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(more);
    properties.put("schema.registry.url", url());
    return RecordSerdes.configure(properties);
  }

  private static Frame frame() {
    return Frame.newBuilder()
        .setStreamId("camera")
        .setSequence(3)
        .setCaptureTimeUs(120_000)
        .setWidth(64)
        .setHeight(48)
        .setEncoding(ImageEncoding.JPEG)
        .setImage(ByteBuffer.wrap(new byte[100]))
        .build();
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"n\",\"fields\":[" + fields + "]}";
  }
}
