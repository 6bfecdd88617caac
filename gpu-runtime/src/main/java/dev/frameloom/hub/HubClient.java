package dev.frameloom.hub;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Asks a hub what a repository holds, and fetches files of it. Safe to use from several threads.
 */
public final class HubClient {

  private static final int MAX_LISTING = 32 << 20;

  private final Hub hub;
  private final Patience patience;
  private final Transport transport;
  private final Download download;

  /**
   * A client.
   *
   * @param http follows no redirects; {@link #http()} gives one
   */
  public HubClient(Hub hub, HttpClient http, Patience patience) {
    this(hub, http, patience, Duration.ofSeconds(60));
  }

  /** The same with another time after which a connection that brings nothing is given up. */
  HubClient(Hub hub, HttpClient http, Patience patience, Duration stall) {
    this.hub = hub;
    this.patience = patience;
    transport = new Transport(hub, http);
    download = new Download(transport, patience, stall);
  }

  /** An HTTP client as it is needed here. */
  public static HttpClient http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1) // one large body at a time: HTTP/2 only adds windows
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  /** The hub that is asked. */
  public Hub hub() {
    return hub;
  }

  /**
   * What a repository holds.
   *
   * @throws ModelLoadException where it is not there, or not for everybody
   * @throws HubException where the hub can't be reached
   */
  public HubListing listing(RepositoryId repository) {
    String path =
        "/api/models/"
            + repository.id()
            + "/revision/"
            + encoded(repository.revision())
            + "?blobs=true";
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= patience.attempts();
      try {
        Transport.Answer answer = transport.get(path, Map.of("Accept", "application/json"));
        try (InputStream body = answer.response().body()) {
          if (answer.status() == 200) {
            return parse(repository, body.readNBytes(MAX_LISTING + 1));
          }
          if (last || !Transport.isPassing(answer.status())) {
            throw transport.refusal(repository, "", answer);
          }
        }
        patience.pause(attempt, answer.response().headers());
      } catch (IOException e) {
        if (last || Transport.isDistrust(e)) {
          throw unreachable(hub, e);
        }
        patience.pause(attempt);
      }
    }
  }

  private HubListing parse(RepositoryId repository, byte[] body) {
    try {
      if (body.length > MAX_LISTING) {
        throw new IllegalArgumentException("it is longer than " + MAX_LISTING + " bytes");
      }
      return HubListing.parse(repository.id(), new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new HubException(
          hub.address()
              + " gives no usable list of the files of "
              + repository.id()
              + ": "
              + e.getMessage()
              + ". Is models.hub the address of a hub?",
          e);
    }
  }

  /**
   * Fetches a file, or the rest of it where a part is there from an earlier time.
   *
   * @param target where to; its folder is there
   * @param progress hears how many bytes of it are there
   * @return SHA-256 of the contents
   * @throws ModelLoadException where it may not be read, or is not what its checksum says
   * @throws HubException where the hub can't be reached, or cuts every connection
   */
  public String fetch(
      RepositoryId repository, String commit, HubFile file, Path target, LongConsumer progress) {
    String path = "/" + repository.id() + "/resolve/" + commit + "/" + encodedPath(file.name());
    return download.fetch(
        new Download.Wanted(hub, repository, commit, file, path), target, progress);
  }

  static HubException unreachable(Hub hub, IOException cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new HubException(
        "the hub "
            + hub.address()
            + " can't be reached: "
            + why
            + (Transport.isDistrust(cause)
                ? ". Its certificate is not trusted: where a proxy has one of its own, name a trust"
                    + " store to Java with -Djavax.net.ssl.trustStore=FILE"
                : ". What has been fetched is kept, and the same command goes on from there"),
        cause);
  }

  private static String encodedPath(String name) {
    return Arrays.stream(name.split("/")).map(HubClient::encoded).collect(Collectors.joining("/"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
