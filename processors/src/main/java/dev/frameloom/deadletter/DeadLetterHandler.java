package dev.frameloom.deadletter;

import dev.frameloom.schemas.RegistryException;
import dev.frameloom.schemas.RegistryUnavailableException;
import dev.frameloom.schemas.UndecodableRecordException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a record that can't be read or processed a dead letter, and lets its stream go on. Kafka
 * Streams makes it by its no-argument constructor; what it needs comes in the client's settings as
 * {@link #WRITER_CONFIG}.
 *
 * <p>Only a record's own fault is its death: where the registry, Kafka or the process fails, the
 * stream thread fails and the record is read again.
 */
public final class DeadLetterHandler
    implements DeserializationExceptionHandler, ProcessingExceptionHandler {

  /** Setting that holds a {@link DeadLetterWriter}; set by code, not by file. */
  public static final String WRITER_CONFIG = "frameloom.dead.letter.writer";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

  private DeadLetterWriter writer;

  @Override
  public void configure(Map<String, ?> settings) {
    if (!(settings.get(WRITER_CONFIG) instanceof DeadLetterWriter found)) {
      throw new IllegalArgumentException(
          WRITER_CONFIG + ": expected a DeadLetterWriter, found " + settings.get(WRITER_CONFIG));
    }
    writer = found;
  }

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    Optional<UndecodableRecordException> undecodable = UndecodableRecordException.in(failure);
    if (undecodable.isEmpty()) {
      LOG.error("{}: can't be read now", position(context), failure);
      return DeserializationExceptionHandler.Response.fail();
    }
    String reason = undecodable.get().reason().word();
    LOG.warn("{}: {}: {}", position(context), reason, undecodable.get().getMessage());
    return DeserializationExceptionHandler.Response.resume(
        List.of(writer.write(context, record.key(), record.value(), reason, undecodable.get())));
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
    // a punctuator has no record to blame
    if (record == null || context.topic() == null || isOfSurroundings(failure)) {
      LOG.error("{}: {} failed", position(context), context.processorNodeId(), failure);
      return ProcessingExceptionHandler.Response.fail();
    }
    LOG.warn("{}: {} can't process it", position(context), context.processorNodeId(), failure);
    return ProcessingExceptionHandler.Response.resume(
        List.of(
            writer.write(
                context,
                context.sourceRawKey(),
                context.sourceRawValue(),
                DeadLetterReason.UNPROCESSABLE.word(),
                failure)));
  }

  private static boolean isOfSurroundings(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof KafkaException
          || each instanceof RegistryException
          || each instanceof RegistryUnavailableException
          || each instanceof Error) {
        return true;
      }
    }
    return false;
  }

  private static String position(ErrorHandlerContext context) {
    return context.topic() + "-" + context.partition() + " offset " + context.offset();
  }
}
