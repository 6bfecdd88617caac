package dev.frameloom.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract against a registry server of others, Apicurio, in a process of its own. Runs with
 * the Maven profile {@code registry-parity}, which downloads it (142 MB).
 */
@EnabledIfSystemProperty(named = ApicurioRegistryTest.DIRECTORY, matches = ".+")
class ApicurioRegistryTest extends RegistryContract {

  static final String DIRECTORY = "registry.parity.directory";

  private static Process server;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    Path directory = Path.of(System.getProperty(DIRECTORY));
    int port = FreePorts.choose(0).clients();
    Path jar;
    try (Stream<Path> files = Files.list(directory)) {
      jar = files.filter(each -> each.toString().endsWith("-runner.jar")).findFirst().orElseThrow();
    }
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                jar.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(directory.toFile(), "server.log"))
            .start();
    url = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> accepts(port));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> new RestClient(url).get("/subjects").status() == 200);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.destroy();
    if (!server.waitFor(20, SECONDS)) {
      server.destroyForcibly();
    }
  }

  @Override
  String url() {
    return url;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(FreePorts.loopback(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
