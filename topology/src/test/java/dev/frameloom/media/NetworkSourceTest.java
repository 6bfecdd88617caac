package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NetworkSourceTest {

  @TempDir Path folder;
  private HttpServer server;
  private String address;
  private List<VideoFrame> frames;

  @BeforeEach
  void serve() throws IOException {
    frames = Clips.testFrames(64, 48, 20);
    byte[] clip =
        Files.readAllBytes(Clips.write(folder.resolve("a.mp4"), frames, SinkOptions.defaults()));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/clip.mp4",
        exchange -> {
          exchange.sendResponseHeaders(200, clip.length);
          exchange.getResponseBody().write(clip);
          exchange.close();
        });
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aClipOnAServerIsReadLikeAFile() {
    try (VideoSource source = VideoSources.open(address + "/clip.mp4", SourceOptions.all())) {
      assertThat(source.info().live()).isFalse();
    }
    assertThat(Clips.times(Clips.read(address + "/clip.mp4", SourceOptions.all())))
        .isEqualTo(Clips.times(frames));
  }

  @Test
  void anAddressMayBeTypedWithSpacesOrWithEscapes() {
    server.createContext(
        "/two words é.mp4",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/clip.mp4");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    for (String name :
        List.of("two words é.mp4", "two%20words%20%C3%A9.mp4", "two%20words é.mp4")) {
      assertThat(Clips.read(address + "/" + name, SourceOptions.all())).hasSize(20);
    }
  }

  @Test
  void anAddressThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> VideoSources.open(address + "/no.mp4", SourceOptions.all()))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll(address + "/no.mp4", "404");
  }
}
