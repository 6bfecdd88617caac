package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command alone; what hubs and networks do to it is tested where it is answered. */
@Timeout(120)
class ModelsPullCommandTest {

  private static final String COMMIT = "a1".repeat(20);

  @TempDir Path folder;
  private HttpServer hub;

  @BeforeEach
  void start() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext("/", this::answer);
    hub.start();
  }

  @AfterEach
  void stop() {
    hub.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String prefix = "/org/small/resolve/" + COMMIT + "/";
    try (exchange) {
      byte[] content;
      if (path.equals("/api/models/org/small/revision/main")) {
        content = listing();
      } else if (path.startsWith(prefix)) {
        Path model = TestModels.model();
        content = Files.readAllBytes(model.resolve(path.substring(prefix.length())));
      } else {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private static byte[] listing() throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode().put("sha", COMMIT);
    root.putObject("cardData").put("license", "cc-by-4.0");
    ArrayNode siblings = root.putArray("siblings");
    Path model = TestModels.model();
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        String sha256 =
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        siblings
            .addObject()
            .put("rfilename", model.relativize(file).toString().replace('\\', '/'))
            .put("size", content.length)
            .putObject("lfs")
            .put("sha256", sha256)
            .put("size", content.length);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return new ObjectMapper().writeValueAsBytes(root);
  }

  private CliRun models(String... args) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(args));
    all.addAll(List.of("--set", "models.dir=" + folder));
    all.addAll(List.of("--set", "models.hub=http://localhost:" + hub.getAddress().getPort()));
    return CliRun.of(all);
  }

  @Test
  void a_dry_run_says_what_would_be_fetched_and_fetches_nothing() {
    assertThat(models("pull", "org/small", "--dry-run").succeeded().out())
        .contains(
            "org/small at commit " + COMMIT, "unet/config.json", "in all", "licence: cc-by-4.0");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_model_is_pulled_listed_verified_inspected_and_up_to_date_afterwards() {
    JsonNode pulled = models("pull", "org/small", "--json").json();
    assertThat(pulled.path("commit").asText()).isEqualTo(COMMIT);
    assertThat(pulled.path("kind").asText()).isEqualTo("model");
    assertThat(pulled.path("files").size()).isEqualTo(12);
    String revision = pulled.path("revision").asText();

    assertThat(models("list").succeeded().out())
        .contains("small", "cc-by-4.0", revision.substring(0, 12));
    assertThat(models("verify", "small").succeeded().out()).contains("intact");
    assertThat(models("inspect", "small").succeeded().out()).contains(revision);
    assertThat(models("pull", "org/small").succeeded().out()).contains("there already");
  }

  @Test
  void what_can_not_be_pulled_is_said_with_the_code_that_is_documented() {
    models("pull", "org/absent").failed(ExitCode.MODEL, "org/absent", "not found");
    models("pull", "org/small", "--file", "a.safetensors")
        .failed(ExitCode.MODEL, "no file a.safetensors");
    models("pull", "org/small", "--file", "a.ckpt").failed(ExitCode.MODEL, "safetensors");
    models("pull", "small").failed(ExitCode.USAGE, "ORG/NAME");
    models("pull", "org/small", "--name", "a/b").failed(ExitCode.USAGE, "a/b");
    CliRun.of("models", "pull", "org/small", "--set", "models.hub=ftp://hub")
        .failed(ExitCode.USAGE, "models.hub", "ftp://hub");
  }
}
