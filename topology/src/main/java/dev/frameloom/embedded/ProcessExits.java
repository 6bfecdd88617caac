package dev.frameloom.embedded;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that meets a fatal fault (its disk is full, say) ends its process. Here the process is
 * ours, with a video half written: the broker's thread ends instead, clients see their requests
 * time out, and the log says why.
 */
final class ProcessExits {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessExits.class);

  private static final AtomicReference<String> LAST = new AtomicReference<>();

  private ProcessExits() {}

  /** Why a broker of this process gave up, where one did. */
  static Optional<String> lastReason() {
    return Optional.ofNullable(LAST.get());
  }

  /** Kafka keeps these procedures in static fields, so this is for the whole process. */
  static void forbid() {
    LAST.set(null);
    Exit.setExitProcedure(ProcessExits::refuse);
    Exit.setHaltProcedure(ProcessExits::refuse);
  }

  private static void refuse(int status, String message) {
    String why = message == null ? "its log says why" : message;
    LAST.set("the embedded broker gave up: " + why);
    LOG.error("The embedded broker gave up (status {}): {}", status, why);
    throw new EmbeddedException("the embedded broker gave up: " + why);
  }
}
