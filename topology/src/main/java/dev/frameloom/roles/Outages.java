package dev.frameloom.roles;

import dev.frameloom.schemas.RegistryUnavailableException;
import java.util.List;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;

/** Tells what fails while brokers or the registry are away from what fails for good. */
final class Outages {

  /**
   * What clients throw while brokers are away, and what they find when they are back: a transaction
   * that was ended by its timeout, a producer or member that was taken for dead.
   */
  private static final List<Class<? extends Throwable>> PASSING =
      List.of(
          RegistryUnavailableException.class,
          RetriableException.class,
          ProducerFencedException.class,
          InvalidProducerEpochException.class,
          UnknownProducerIdException.class,
          InvalidPidMappingException.class,
          OutOfOrderSequenceException.class,
          InvalidTxnStateException.class,
          TransactionAbortedException.class,
          TransactionAbortableException.class,
          CommitFailedException.class,
          UnknownMemberIdException.class,
          FencedMemberEpochException.class,
          TaskMigratedException.class,
          TaskCorruptedException.class,
          LockException.class);

  private Outages() {}

  /** Whether a thread that is started anew may get on where this one failed. */
  static boolean isPassing(Throwable failure) {
    boolean stuck = false;
    boolean refused = false;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Throwable cause = each;
      if (PASSING.stream().anyMatch(kind -> kind.isInstance(cause))) {
        return true;
      }
      stuck |= isOfStuckProducer(cause);
      refused |= cause instanceof ApiException;
    }
    return stuck && !refused;
  }

  /**
   * How a producer refuses to go on after calls of it timed out; that has no class of its own. What
   * brokers refuse (rights, sizes) has one, and stays in the chain of causes.
   */
  private static boolean isOfStuckProducer(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return (cause.getClass() == KafkaException.class || cause instanceof IllegalStateException)
        && trace.length > 0
        && trace[0].getClassName().startsWith("org.apache.kafka.clients.producer.");
  }

  /** The last cause, in one line. */
  static String describe(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.toString();
  }
}
