package dev.frameloom.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.frameloom.schemas.UndecodableRecordException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfluentRegistryTest {

  private HttpServer server;
  private int requests;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests++;
          byte[] answer =
              "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message Frame {}\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aRecordOfAnotherKindOfSchemaIsTheRecordsFaultAndNotTheRegistrys() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    RecordSerdes serdes = RecordSerdes.configure(Map.of("schema.registry.url", url));
    UndecodableRecordException refused =
        catchThrowableOfType(
            UndecodableRecordException.class,
            () -> serdes.frame().deserializer().deserialize("frames", new byte[] {0, 0, 0, 0, 9}));
    assertThat(refused.reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
    assertThat(refused).hasMessageContaining("schema id 9");
    assertThat(requests).isEqualTo(1);
  }
}
