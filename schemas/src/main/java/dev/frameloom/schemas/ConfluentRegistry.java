package dev.frameloom.schemas;

import static dev.frameloom.schemas.Properties.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * Confluent's own client behind our interface. The client's packages are relocated, its Avro is not
 * ours: nothing but text and ids passes through here.
 */
final class ConfluentRegistry implements SchemaRegistry {

  private static final int SUBJECT_NOT_FOUND = 40401;
  private static final int VERSION_NOT_FOUND = 40402;
  private static final int SCHEMA_NOT_FOUND = 40403;
  private static final String NO_AVRO = "Invalid schema";

  private static final Map<String, Object> TIMEOUTS =
      Map.of("http.connect.timeout.ms", "5000", "http.read.timeout.ms", "15000");

  private final String url;
  private final CachedSchemaRegistryClient client;
  private final RegistryRetries retries;

  private ConfluentRegistry(
      String url, CachedSchemaRegistryClient client, RegistryRetries retries) {
    this.url = url;
    this.client = client;
    this.retries = retries;
  }

  static ConfluentRegistry connect(Map<String, ?> properties) {
    String setting =
        text(properties, "schema.registry.url")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "schema.registry.url is not set; expected for instance"
                            + " http://localhost:8081"));
    List<String> urls = Arrays.stream(setting.split(",")).map(String::strip).toList();
    int capacity = Properties.whole(properties, "max.schemas.per.subject", 1000);
    Map<String, Object> settings = new HashMap<>(TIMEOUTS);
    properties.forEach(
        (name, value) -> {
          if (value != null) {
            settings.put(name, value);
          }
        });
    String shown = setting.replaceAll("//[^/@,]*@", "//");
    try {
      return new ConfluentRegistry(
          shown,
          new CachedSchemaRegistryClient(urls, capacity, settings),
          RegistryRetries.configured(shown, properties));
    } catch (RuntimeException e) {
      throw new RegistryException(
          "the settings of the schema registry at %s don't work: %s"
              .formatted(shown, e.getMessage()),
          e);
    }
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public int register(String subject, String schema, boolean normalize) {
    ParsedSchema parsed = new AvroSchema(schema);
    return retries.call(
        "registering a schema of subject " + subject,
        () -> client.register(subject, parsed, normalize));
  }

  @Override
  public Optional<Integer> idOf(String subject, String schema, boolean normalize) {
    ParsedSchema parsed = new AvroSchema(schema);
    return retries.call(
        "looking up a schema of subject " + subject,
        () -> found(() -> client.getId(subject, parsed, normalize)));
  }

  @Override
  public Optional<Registered> latest(String subject) {
    Optional<SchemaMetadata> newest =
        retries.call(
            "looking up the newest schema of subject " + subject,
            () -> found(() -> client.getLatestSchemaMetadata(subject)));
    return newest.map(metadata -> new Registered(metadata.getId(), metadata.getSchema()));
  }

  @Override
  public Optional<String> schemaById(int id) {
    return retries.call("looking up schema id " + id, () -> found(() -> schemaText(id)));
  }

  /** The text of a schema; of one that is not Avro, only that it isn't. */
  private String schemaText(int id) throws IOException, RestClientException {
    try {
      return client.getSchemaById(id).canonicalString();
    } catch (IOException e) {
      // how the client says that it got an answer, and no Avro: asking again won't change that
      if (e.getClass() == IOException.class && String.valueOf(e.getMessage()).startsWith(NO_AVRO)) {
        return e.getMessage();
      }
      throw e;
    }
  }

  private static <R> Optional<R> found(RegistryRetries.Request<R> request)
      throws IOException, RestClientException {
    try {
      return Optional.of(request.send());
    } catch (RestClientException e) {
      int code = e.getErrorCode();
      if (code == SUBJECT_NOT_FOUND || code == VERSION_NOT_FOUND || code == SCHEMA_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
