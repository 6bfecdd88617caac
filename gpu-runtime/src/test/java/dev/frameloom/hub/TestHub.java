package dev.frameloom.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A hub on this machine, over HTTPS: one repository {@code org/name}, small files from the hub
 * itself, large ones by redirect from another server. What goes wrong is laid down beforehand, per
 * file and in order.
 */
public final class TestHub implements AutoCloseable {

  static final String COMMIT = "c0ffee".repeat(6) + "cafe";

  private final SSLContext ssl;
  private final HttpsServer hub;
  private final HttpsServer store;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private volatile String commit = COMMIT;

  /** A request that came in; {@code store} where it was not to the hub itself. */
  record Request(boolean store, String path, String authorization, String range, String ifRange) {}

  /** Answers one request otherwise than it should be; false where it only changed something. */
  @FunctionalInterface
  interface Fault {
    boolean answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  /** Starts it. */
  public TestHub() throws IOException, GeneralSecurityException {
    ssl = TestCertificate.context();
    hub = server(exchange -> answer(exchange, false));
    store = server(exchange -> answer(exchange, true));
  }

  private HttpsServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(ssl));
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  URI address() {
    return URI.create("https://localhost:" + hub.getAddress().getPort());
  }

  /** A client that trusts this hub, waits for nothing, and has a token where one is given. */
  public HubClient client(Optional<HubToken> token) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(ssl)
            .build();
    Patience patience = new Patience(4, Duration.ofSeconds(1), Duration.ofSeconds(60), waits::add);
    return new HubClient(new Hub(address(), token), http, patience, Duration.ofMillis(500));
  }

  public TestHub put(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** All files of a folder. */
  public TestHub putAll(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return this;
  }

  public void commit(String newCommit) {
    commit = newCommit;
  }

  /** The next request for a file, or for {@code api}, goes this way. */
  TestHub fault(String name, Fault fault) {
    faults.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>()).add(fault);
    return this;
  }

  /** The next request for a file gets so many bytes and then no more. */
  public TestHub cut(String name, int after) {
    return fault(name, (exchange, content) -> send(exchange, content, after));
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Files that the store was asked for, in order. */
  public List<String> fetched() {
    return requests().stream()
        .filter(it -> !it.path().startsWith("/api"))
        .map(Request::path)
        .toList();
  }

  public void forget() {
    requests.clear();
  }

  /** What the client would have waited. */
  List<Duration> waits() {
    return List.copyOf(waits);
  }

  private void answer(HttpExchange exchange, boolean fromStore) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(
        new Request(
            fromStore,
            path,
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("Range"),
            exchange.getRequestHeaders().getFirst("If-Range")));
    boolean api = path.startsWith("/api/");
    String prefix = fromStore ? "/store/" : "/org/name/resolve/" + commit + "/";
    String name = api ? "api" : path.substring(Math.min(path.length(), prefix.length()));
    byte[] content = api ? listing() : files.getOrDefault(name, new byte[0]);
    boolean redirected = !api && !fromStore && name.endsWith(".safetensors");
    try (exchange) {
      exchange.getResponseHeaders().set("X-Repo-Commit", commit);
      exchange.getResponseHeaders().set("ETag", '"' + sha256(content) + '"');
      Fault fault =
          redirected ? null : faults.getOrDefault(name, new ConcurrentLinkedQueue<>()).poll();
      if (fault != null && fault.answer(exchange, content)) {
        return;
      }
      if (redirected) {
        exchange.getResponseHeaders().set("X-Linked-Etag", '"' + sha256(content) + '"');
        exchange
            .getResponseHeaders()
            .set(
                "Location", "https://127.0.0.1:" + store.getAddress().getPort() + "/store/" + name);
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (!api && !files.containsKey(name)) {
        exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      send(exchange, content, Integer.MAX_VALUE);
    }
  }

  /** With ranges as a server should, or cut short. */
  static boolean send(HttpExchange exchange, byte[] content, int most) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    String etag = exchange.getResponseHeaders().getFirst("ETag");
    return (range != null && (condition == null || condition.equals(etag)))
        ? sendRest(exchange, content, most)
        : sendWhole(exchange, content, most);
  }

  /** From the beginning, whatever was asked for. */
  static boolean sendWhole(HttpExchange exchange, byte[] content, int most) throws IOException {
    exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content, 0, Math.min(content.length, most));
    exchange.getResponseBody().flush();
    return true;
  }

  /** From where was asked for, whatever the condition. */
  static boolean sendRest(HttpExchange exchange, byte[] content, int most) throws IOException {
    int from =
        Integer.parseInt(exchange.getRequestHeaders().getFirst("Range").replaceAll("\\D", ""));
    String range = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
    exchange.getResponseHeaders().set("Content-Range", range);
    exchange.sendResponseHeaders(206, content.length - from);
    exchange.getResponseBody().write(content, from, Math.min(content.length - from, most));
    exchange.getResponseBody().flush();
    return true;
  }

  private byte[] listing() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode().put("id", "org/name").put("sha", commit);
    root.putObject("cardData").put("license", "creativeml-openrail-m");
    ArrayNode siblings = root.putArray("siblings");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      ObjectNode node = siblings.addObject().put("rfilename", file.getKey());
      node.put("size", file.getValue().length).put("blobId", gitBlob(file.getValue()));
      if (file.getKey().endsWith(".safetensors")) {
        node.putObject("lfs")
            .put("sha256", sha256(file.getValue()))
            .put("size", file.getValue().length);
      }
    }
    return json.writeValueAsBytes(root);
  }

  static String sha256(byte[] content) {
    return hash("SHA-256", content);
  }

  static String gitBlob(byte[] content) {
    byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
    return hash("SHA-1", header, content);
  }

  private static String hash(String name, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(name);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
    threads.shutdownNow();
  }
}
