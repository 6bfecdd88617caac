package dev.frameloom.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks a cluster whether it is there before anything else is begun. */
final class Reachability {

  private Reachability() {}

  static void check(ClusterConnection connection, Duration timeout) {
    checkBroker(connection, timeout);
    checkRegistry(connection.registryUrl(), timeout);
  }

  private static void checkBroker(ClusterConnection connection, Duration timeout) {
    Map<String, Object> properties = connection.kafkaProperties();
    properties.put("default.api.timeout.ms", Math.toIntExact(timeout.toMillis()));
    properties.put("request.timeout.ms", Math.toIntExact(Math.min(timeout.toMillis(), 10_000)));
    try (Admin admin = Admin.create(properties)) {
      admin.describeCluster().nodes().get(timeout.toMillis() + 500, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new UnreachableException("Kafka", connection.bootstrapServers(), timeout, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("Kafka", connection.bootstrapServers(), timeout, e);
    }
  }

  /** Any answer counts, one that asks for credentials too: the client that has them says more. */
  private static void checkRegistry(String urls, Duration timeout) {
    IOException last = null;
    for (String url : List.of(urls.split(",", -1))) {
      try {
        HttpClient client = HttpClient.newBuilder().connectTimeout(timeout).build();
        URI uri = URI.create(url.strip() + (url.strip().endsWith("/") ? "" : "/") + "subjects");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
        return;
      } catch (javax.net.ssl.SSLException e) {
        return; // it is there; trust is the client's business
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnreachableException("the schema registry", urls, timeout, e);
      } catch (IllegalArgumentException e) {
        throw new dev.frameloom.config.ConfigException(
            "registry.url: expected http(s)://host:port, found \"" + url + "\"");
      }
    }
    throw new UnreachableException("the schema registry", urls, timeout, last);
  }
}
