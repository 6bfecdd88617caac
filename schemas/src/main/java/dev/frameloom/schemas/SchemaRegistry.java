package dev.frameloom.schemas;

import java.util.Map;
import java.util.Optional;

/**
 * What serdes ask of a schema registry: ids for schemas and schemas for ids, both as text. Safe for
 * use by any number of threads. Every method throws {@link RegistryUnavailableException} when no
 * answer can be had and {@link RegistryException} when the answer is a refusal.
 */
public interface SchemaRegistry {

  /**
   * A schema as the registry keeps it.
   *
   * @param id its id, unique in the registry
   * @param schema Avro schema as JSON
   */
  record Registered(int id, String schema) {}

  /**
   * Connects lazily, by Confluent's own client, to {@code schema.registry.url} (one URL or several,
   * separated by commas). Takes Confluent's property names: {@code basic.auth.*}, {@code
   * bearer.auth.*}, {@code schema.registry.ssl.*}, {@code proxy.*}, {@code
   * http.connect.timeout.ms}, {@code http.read.timeout.ms}, {@code max.retries}, {@code
   * retries.wait.ms}, {@code retries.max.wait.ms}; leaves others alone.
   */
  static SchemaRegistry connect(Map<String, ?> properties) {
    return ConfluentRegistry.connect(properties);
  }

  /** A registry in memory that is nobody else's: for tests of topologies without a server. */
  static SchemaRegistry inMemory() {
    return new InMemoryRegistry();
  }

  /** Where it is, for messages; without credentials. */
  String url();

  /** Registers a schema under a subject unless it is there, and gives its id. */
  int register(String subject, String schema, boolean normalize);

  /** The id of a schema that is registered under a subject; empty where it isn't. */
  Optional<Integer> idOf(String subject, String schema, boolean normalize);

  /** The newest schema of a subject; empty where the subject is unknown. */
  Optional<Registered> latest(String subject);

  /** The schema that has an id; empty where there is none. */
  Optional<String> schemaById(int id);
}
