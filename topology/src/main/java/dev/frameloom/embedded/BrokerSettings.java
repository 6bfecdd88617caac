package dev.frameloom.embedded;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What may be chosen about an embedded broker.
 *
 * @param directory where records are kept; they are still there at the next start. Empty: a
 *     temporary directory that is deleted on close.
 * @param port port on 127.0.0.1 for clients; 0 takes any free one
 * @param maxMessageBytes size of the largest record batch of topics that don't say otherwise, at
 *     least 1 MiB
 */
public record BrokerSettings(Optional<Path> directory, int port, int maxMessageBytes) {

  private static final int MIN_MESSAGE_BYTES = 1 << 20;

  public BrokerSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("broker port: expected 0 to 65535, found " + port);
    }
    if (maxMessageBytes < MIN_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "largest message of the broker: expected at least %d bytes, found %d"
              .formatted(MIN_MESSAGE_BYTES, maxMessageBytes));
    }
  }

  /** A temporary directory, any free port, 32 MiB. */
  public static BrokerSettings temporary() {
    return new BrokerSettings(Optional.empty(), 0, 32 << 20);
  }

  /** A directory that is kept, any free port, 32 MiB. */
  public static BrokerSettings in(Path directory) {
    return new BrokerSettings(Optional.of(directory), 0, 32 << 20);
  }

  public BrokerSettings withPort(int chosen) {
    return new BrokerSettings(directory, chosen, maxMessageBytes);
  }

  public BrokerSettings withMaxMessageBytes(int bytes) {
    return new BrokerSettings(directory, port, bytes);
  }
}
