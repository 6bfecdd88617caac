package dev.frameloom.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry for Avro in this process, on loopback. Speaks Confluent's REST interface, so
 * that any client of it can read our topics; keeps schemas in topic {@code _schemas} of a broker,
 * so that ids survive a restart. Checks compatibility, {@code BACKWARD} unless set otherwise.
 */
public final class EmbeddedRegistry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MAX_REQUEST_BYTES = 1 << 20;
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;
  private final RegistryLog log;
  private final RegistryRoutes routes;
  private final ObjectMapper json = new ObjectMapper();

  private EmbeddedRegistry(HttpServer server, RegistryLog log, RegistryRoutes routes) {
    this.server = server;
    this.log = log;
    this.routes = routes;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "frameloom-registry");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /** Starts a registry on any free port. */
  public static EmbeddedRegistry start(String bootstrapServers) {
    return start(bootstrapServers, 0);
  }

  /**
   * Starts a registry that keeps its schemas on a broker; it answers when this returns.
   *
   * @param port port on 127.0.0.1; 0 takes any free one
   * @throws EmbeddedException when the port is taken or the broker doesn't answer
   */
  public static EmbeddedRegistry start(String bootstrapServers, int port) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(FreePorts.loopback(), port), 0);
    } catch (IOException e) {
      throw new EmbeddedException(
          "port %d on 127.0.0.1 can't be opened for the schema registry: %s; stop what uses it or choose another port"
              .formatted(port, e.getMessage()),
          e);
    }
    try {
      RegistryState state = new RegistryState();
      RegistryLog log = RegistryLog.open(bootstrapServers, state);
      EmbeddedRegistry registry =
          new EmbeddedRegistry(server, log, new RegistryRoutes(new RegistryRules(state, log)));
      server.start();
      return registry;
    } catch (RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  /** Address for clients, {@code schema.registry.url}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    log.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, routes.answer(request(exchange)));
      } catch (RegistryError e) {
        sendError(exchange, e);
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        sendError(exchange, new RegistryError(RegistryError.STORE_FAILED, e.toString(), e));
      }
    }
  }

  private RegistryRequest request(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
    if (body.length > MAX_REQUEST_BYTES) {
      throw new RegistryError(
          RegistryError.TOO_LARGE, "Requests hold at most %d bytes".formatted(MAX_REQUEST_BYTES));
    }
    JsonNode node;
    try {
      node = body.length == 0 ? json.missingNode() : json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new RegistryError(
          RegistryError.INVALID_SCHEMA, "The request is not JSON: " + e.getOriginalMessage(), e);
    }
    return RegistryRequest.of(exchange.getRequestMethod(), exchange.getRequestURI(), node);
  }

  private void sendError(HttpExchange exchange, RegistryError error) throws IOException {
    send(
        exchange,
        error.status(),
        json.createObjectNode().put("error_code", error.code()).put("message", error.getMessage()));
  }

  private void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] bytes = json.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
