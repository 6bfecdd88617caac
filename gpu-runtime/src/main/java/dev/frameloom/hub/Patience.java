package dev.frameloom.hub;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a request that fails for a passing reason is made again, and how long is waited before.
 *
 * @param attempts in all, without any progress between them
 * @param first wait before the second; each further one is twice as long
 * @param longest bound of every wait, also of one that the server asks for
 * @param sleeper waits
 */
public record Patience(int attempts, Duration first, Duration longest, Sleeper sleeper) {

  /** Six attempts within about half a minute. */
  public static final Patience STANDARD =
      new Patience(
          6, Duration.ofSeconds(1), Duration.ofSeconds(60), wait -> Thread.sleep(wait.toMillis()));

  /** Waits; tests have one that does not. */
  @FunctionalInterface
  public interface Sleeper {
    /** Waits so long. */
    void sleep(Duration wait) throws InterruptedException;
  }

  public Patience {
    if (attempts < 1) {
      throw new IllegalArgumentException("expected at least one attempt, found " + attempts);
    }
  }

  /** Waits after an attempt, counted from 1, that the server did not answer. */
  void pause(int attempt) {
    pause(attempt, Optional.empty());
  }

  /** Waits after an attempt; as long as the server says, where it does. */
  void pause(int attempt, HttpHeaders answer) {
    pause(attempt, answer.firstValue("Retry-After"));
  }

  private void pause(int attempt, Optional<String> asked) {
    Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    Duration wait =
        asked
            .filter(it -> it.matches("[0-9]{1,6}"))
            .map(it -> Duration.ofSeconds(Long.parseLong(it)))
            .orElse(doubled);
    try {
      sleeper.sleep(wait.compareTo(longest) > 0 ? longest : wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException("stopped while waiting for the hub", e);
    }
  }
}
