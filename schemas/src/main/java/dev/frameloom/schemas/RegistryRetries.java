package dev.frameloom.schemas;

import java.io.IOException;
import java.util.Map;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.JsonProcessingException;

/**
 * Sends a request a bounded number of times while the failure may pass, and turns what is left into
 * our exceptions. Waits between tries are doubled, from {@code retries.wait.ms} up to {@code
 * retries.max.wait.ms}.
 *
 * @param url where the registry is, for messages
 * @param maxRetries tries after the first one
 * @param firstWaitMillis wait before the first retry
 * @param maxWaitMillis longest wait
 */
record RegistryRetries(String url, int maxRetries, long firstWaitMillis, long maxWaitMillis) {

  /** One request by Confluent's client. */
  @FunctionalInterface
  interface Request<R> {
    R send() throws IOException, RestClientException;
  }

  static RegistryRetries configured(String url, Map<String, ?> properties) {
    return new RegistryRetries(
        url,
        Properties.whole(properties, "max.retries", 3),
        Properties.whole(properties, "retries.wait.ms", 500),
        Properties.whole(properties, "retries.max.wait.ms", 5_000));
  }

  <R> R call(String what, Request<R> request) {
    long start = System.nanoTime();
    long wait = firstWaitMillis;
    for (int tries = 1; ; tries++) {
      Exception failure;
      try {
        return request.send();
      } catch (JsonProcessingException e) {
        throw new RegistryException(
            "%s answered %s with something that is no registry's answer; check schema.registry.url"
                .formatted(url, what),
            e);
      } catch (RestClientException e) {
        if (!mayPass(e.getStatus())) {
          throw refused(what, e);
        }
        failure = e;
      } catch (IOException e) {
        failure = e;
      }
      if (tries > maxRetries || !slept(wait)) {
        throw unavailable(what, tries, System.nanoTime() - start, failure);
      }
      wait = Math.min(wait * 2, maxWaitMillis);
    }
  }

  private static boolean mayPass(int status) {
    return status >= 500 || status == 408 || status == 429;
  }

  private RegistryException refused(String what, RestClientException e) {
    String advice =
        switch (e.getStatus()) {
          case 401, 403 ->
              "check basic.auth.credentials.source and basic.auth.user.info, or bearer.auth.*";
          case 404 -> "check the path in schema.registry.url";
          case 409 ->
              "the schema breaks the subject's compatibility; another version of Frameloom may"
                  + " have written to this topic";
          default -> "check schema.registry.url and the registry's own log";
        };
    return new RegistryException(
        "schema registry %s refused %s: status %d, %s; %s"
            .formatted(url, what, e.getStatus(), e.getMessage(), advice),
        e);
  }

  private RegistryUnavailableException unavailable(
      String what, int tries, long nanos, Exception failure) {
    return new RegistryUnavailableException(
        ("schema registry %s didn't answer %s: %s (tried %d times in %.1f s); check that it runs"
                + " and that schema.registry.url is right")
            .formatted(url, what, failure, tries, nanos / 1e9),
        failure);
  }

  private static boolean slept(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
