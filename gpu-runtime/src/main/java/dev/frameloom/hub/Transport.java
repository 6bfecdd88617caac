package dev.frameloom.hub;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a hub. Redirects are followed by hand: the token goes to the hub and to no other host, and
 * nothing that begins with https goes on without it.
 */
final class Transport {

  private static final int MAX_REDIRECTS = 10;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Hub hub;
  private final HttpClient http;

  Transport(Hub hub, HttpClient http) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "expected a client that follows no redirects, found " + http.followRedirects());
    }
    this.hub = hub;
    this.http = http;
  }

  /**
   * What was answered at the end of the redirects.
   *
   * @param response the last one; the caller closes its body
   * @param linkedChecksum what the hub itself says of the file that it leads to
   * @param commit the same of its commit
   */
  record Answer(
      HttpResponse<InputStream> response,
      Optional<String> linkedChecksum,
      Optional<String> commit) {

    int status() {
      return response.statusCode();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  /**
   * One request, and those that it leads to.
   *
   * @param path below the hub's address, encoded
   */
  Answer get(String path, Map<String, String> headers) throws IOException {
    URI uri = URI.create(hub.address() + path);
    Optional<String> linkedChecksum = Optional.empty();
    Optional<String> commit = Optional.empty();
    for (int step = 0; step < MAX_REDIRECTS; step++) {
      HttpResponse<InputStream> response = send(uri, headers);
      if (hub.isSameOrigin(uri)) {
        linkedChecksum = header(response, "X-Linked-Etag", linkedChecksum);
        commit = header(response, "X-Repo-Commit", commit);
      }
      if (!REDIRECTS.contains(response.statusCode())) {
        return new Answer(response, linkedChecksum, commit);
      }
      response.body().close();
      uri = target(uri, response);
    }
    throw new HubException(hub.address() + path + ": more than " + MAX_REDIRECTS + " redirects");
  }

  private static Optional<String> header(
      HttpResponse<InputStream> response, String name, Optional<String> otherwise) {
    Optional<String> found = response.headers().firstValue(name);
    return found.isPresent() ? found : otherwise;
  }

  private static URI target(URI from, HttpResponse<InputStream> response) {
    String location = response.headers().firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException(from + " leads to an address that can't be read: " + location, e);
    }
    boolean kept = Hub.isSecure(to) || (!Hub.isSecure(from) && "http".equals(to.getScheme()));
    if (location.isEmpty() || !kept) {
      throw new HubException(
          from.getHost()
              + " leads to an address that is not taken: expected https, found \""
              + location
              + "\"");
    }
    return to;
  }

  private HttpResponse<InputStream> send(URI uri, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER_TIMEOUT)
            .header("User-Agent", "frameloom")
            .header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    if (hub.isSameOrigin(uri)) {
      hub.token().ifPresent(token -> request.header("Authorization", token.header()));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException("stopped while asking " + uri.getHost(), e);
    }
  }

  /** Whether another try may get a better answer. */
  static boolean isPassing(int status) {
    return Set.of(408, 429, 500, 502, 503, 504).contains(status);
  }

  /** Whether a certificate was not trusted, which no other try changes. */
  static boolean isDistrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  /** What to throw for an answer that is final and no success. */
  RuntimeException refusal(RepositoryId repository, String what, Answer answer) {
    String said =
        answer
            .header("X-Error-Message")
            .map(it -> " (it says: " + it.replaceAll("\\p{Cntrl}", " ") + ")")
            .orElse("");
    String code = answer.header("X-Error-Code").orElse("");
    String subject = repository.id() + what;
    String page = hub.address() + "/" + repository.id();
    return switch (answer.status()) {
      case 401 ->
          new ModelLoadException(
              subject
                  + ": the hub wants to know who asks"
                  + said
                  + ". "
                  + (hub.token().isPresent()
                      ? "The token that is set is not taken: check HF_TOKEN, or make a new one"
                      : "Check the name: a hub says this also of what is not there. For a private or"
                          + " gated model set HF_TOKEN to a token of your account"));
      case 403 ->
          new ModelLoadException(
              subject
                  + ": not allowed"
                  + said
                  + ". Where the model is gated, accept its licence on "
                  + page
                  + (hub.token().isPresent()
                      ? " with the account of your token, which must be allowed to read it"
                      : " and set HF_TOKEN to a token of that account"));
      case 404 ->
          new ModelLoadException(
              (code.equals("RevisionNotFound")
                      ? repository.id() + ": no revision " + repository.revision()
                      : subject + ": not found at " + hub.address())
                  + said
                  + "; "
                  + page
                  + " shows what is there");
      default ->
          new HubException(subject + ": " + hub.address() + " answers " + answer.status() + said);
    };
  }
}
