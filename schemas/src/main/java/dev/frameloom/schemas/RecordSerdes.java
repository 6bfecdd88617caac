package dev.frameloom.schemas;

import dev.frameloom.avro.DeadLetter;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.Frame;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.WindowOutcome;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Serdes of all values on our topics, in Confluent's wire format, on one registry and one client.
 * Thread-safe; closing one does nothing, so they may be shared.
 *
 * <p>Reading throws {@link UndecodableRecordException} for a record that belongs on the
 * dead-letters topic, {@link RegistryUnavailableException} where it is to be read again later,
 * {@link RegistryException} where the configuration is wrong. For state stores see {@link
 * StateSerde}.
 */
public record RecordSerdes(
    Serde<Frame> frame,
    Serde<EditSpec> editSpec,
    Serde<KeyframeWindow> window,
    Serde<EditedFrame> editedFrame,
    Serde<WindowOutcome> outcome,
    Serde<DeadLetter> deadLetter) {

  /**
   * Serdes by Confluent's property names: those of {@link SchemaRegistry#connect}, and {@code
   * auto.register.schemas}, {@code use.latest.version}, {@code normalize.schemas}, {@code
   * value.subject.name.strategy}. Connects when the first record passes.
   */
  public static RecordSerdes configure(Map<String, ?> properties) {
    return onRegistry(SchemaRegistry.connect(properties), properties);
  }

  /** Serdes that register what they need, under subjects named by topic. */
  public static RecordSerdes onRegistry(SchemaRegistry registry) {
    return onRegistry(registry, Map.of());
  }

  /** Serdes on a registry that others use too. */
  public static RecordSerdes onRegistry(SchemaRegistry registry, Map<String, ?> properties) {
    SchemaPolicy policy = SchemaPolicy.of(properties);
    return new RecordSerdes(
        serde(Frame.class, registry, policy),
        serde(EditSpec.class, registry, policy),
        serde(KeyframeWindow.class, registry, policy),
        serde(EditedFrame.class, registry, policy),
        serde(WindowOutcome.class, registry, policy),
        serde(DeadLetter.class, registry, policy));
  }

  private static <T extends SpecificRecord> Serde<T> serde(
      Class<T> type, SchemaRegistry registry, SchemaPolicy policy) {
    AvroCodec<T> codec = new AvroCodec<>(type);
    return Serdes.serdeFrom(
        new WireSerializer<>(codec, registry, policy), new WireDeserializer<>(codec, registry));
  }
}
