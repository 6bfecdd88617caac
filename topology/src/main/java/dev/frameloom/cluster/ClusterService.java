package dev.frameloom.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Something that roles can't work without and that may be away for a while. Used by one thread. */
public interface ClusterService extends AutoCloseable {

  /** What it is and where, for people. */
  String name();

  /** Why it does not answer; empty where it does. Asks it now, and waits no longer than a while. */
  Optional<String> problem() throws InterruptedException;

  @Override
  void close();

  /**
   * The brokers of a cluster.
   *
   * @param patience how long an answer may take
   */
  static ClusterService brokers(ClusterConnection connection, Duration patience) {
    Admin admin = Admin.create(connection.kafkaProperties());
    return new Brokers(connection.bootstrapServers(), admin, patience);
  }

  /**
   * The schema registry of a cluster, any of its addresses.
   *
   * @param patience how long an answer may take
   */
  static ClusterService registry(ClusterConnection connection, Duration patience) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
    List<String> urls = List.of(connection.registryUrl().split(",", -1));
    return new Registry(connection.registryUrl(), urls, client, patience);
  }

  /** Any broker counts that knows of itself. */
  record Brokers(String address, Admin admin, Duration patience) implements ClusterService {

    @Override
    public String name() {
      return "Kafka at " + address;
    }

    @Override
    public Optional<String> problem() throws InterruptedException {
      int millis = Math.toIntExact(patience.toMillis());
      try {
        admin
            .describeCluster(new DescribeClusterOptions().timeoutMs(millis))
            .nodes()
            .get(millis + 500L, TimeUnit.MILLISECONDS);
        return Optional.empty();
      } catch (ExecutionException e) {
        return Optional.of(String.valueOf(e.getCause().getMessage()));
      } catch (TimeoutException e) {
        return Optional.of("no answer within " + millis + " ms");
      }
    }

    @Override
    public void close() {
      admin.close(Duration.ofSeconds(1));
    }
  }

  /**
   * Any answer counts that is no failure of the server: clients have credentials, this has none.
   */
  record Registry(String address, List<String> urls, HttpClient client, Duration patience)
      implements ClusterService {

    private static final int SERVER_ERROR = 500;

    @Override
    public String name() {
      return "the schema registry at " + address.replaceAll("//[^/@,]*@", "//");
    }

    @Override
    public Optional<String> problem() throws InterruptedException {
      String last = "";
      for (String url : urls) {
        try {
          HttpRequest request =
              HttpRequest.newBuilder(URI.create(url.strip())).timeout(patience).build();
          int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
          if (status < SERVER_ERROR) {
            return Optional.empty();
          }
          last = "status " + status;
        } catch (javax.net.ssl.SSLException e) {
          return Optional.empty(); // it is there; trust is the client's business
        } catch (IOException e) {
          last = e.toString();
        }
      }
      return Optional.of(last);
    }

    @Override
    public void close() {
      // Java 17's client ends with its last reference
    }
  }
}
