package dev.frameloom.schemas;

import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A record's bytes can't be turned into the record that is expected on its topic, now or later.
 * Reading it again gives the same: it belongs on the dead-letters topic, with {@link #reason()}. A
 * registry that doesn't answer is <em>not</em> this (see {@link RegistryUnavailableException}).
 */
public final class UndecodableRecordException extends SerializationException {

  /** Why, as the stable word that {@code DeadLetter.reason} holds. */
  public enum Reason {
    /** Not in the wire format, or the bytes don't fit the schema that they name. */
    UNDECODABLE_RECORD("undecodable-record"),
    /** The registry doesn't know the schema id that the record names. */
    UNKNOWN_SCHEMA("unknown-schema"),
    /** The schema that the record was written with can't be read as the schema that we have. */
    INCOMPATIBLE_SCHEMA("incompatible-schema");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The stable word. */
    public String word() {
      return word;
    }
  }

  private final Reason reason;

  UndecodableRecordException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  UndecodableRecordException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /**
   * Finds this exception in a chain of causes: Kafka's clients and Streams wrap what a deserializer
   * throws. Empty means that the record may be fine and the failure is to be handled otherwise.
   */
  public static Optional<UndecodableRecordException> in(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof UndecodableRecordException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
