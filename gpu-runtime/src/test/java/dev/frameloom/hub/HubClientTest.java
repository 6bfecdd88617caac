package dev.frameloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a hub on this machine that does what hubs and networks do. */
@Timeout(120)
class HubClientTest {

  private static final RepositoryId ID = RepositoryId.parse("org/name");
  private static final String LARGE = "unet/model.safetensors";
  private static final String SMALL = "unet/config.json";

  @TempDir Path folder;
  private final byte[] large = new byte[300_000];
  private final byte[] small = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
  private TestHub hub;
  private HubClient client;
  private Path target;

  @BeforeEach
  void start() throws Exception {
    new Random(1).nextBytes(large);
    hub = new TestHub().put(LARGE, large).put(SMALL, small);
    client = hub.client(Optional.of(new HubToken("hf_secret")));
    target = folder.resolve("fetched");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private String fetch(String name) {
    HubListing listing = client.listing(ID);
    HubFile file =
        listing.files().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    return client.fetch(ID, listing.commit(), file, target, length -> {});
  }

  private void assertFetched(byte[] content) {
    assertThat(target).hasBinaryContent(content);
    assertThat(folder.resolve("fetched.part")).doesNotExist();
    assertThat(folder.resolve("fetched.part.etag")).doesNotExist();
  }

  @Test
  void a_listing_names_commit_licence_files_and_checksums() {
    HubListing listing = client.listing(ID);
    assertThat(listing.commit()).isEqualTo(TestHub.COMMIT);
    assertThat(listing.licence()).isEqualTo("creativeml-openrail-m");
    assertThat(listing.files())
        .containsExactly(
            new HubFile(SMALL, small.length, new HubFile.GitBlob(TestHub.gitBlob(small))),
            new HubFile(LARGE, large.length, new HubFile.Sha256(TestHub.sha256(large))));
  }

  @Test
  void small_files_come_from_the_hub_and_large_ones_from_where_it_leads() {
    assertThat(fetch(SMALL)).isEqualTo(TestHub.sha256(small));
    assertFetched(small);
    assertThat(fetch(LARGE)).isEqualTo(TestHub.sha256(large));
    assertFetched(large);
  }

  @Test
  void the_token_goes_to_the_hub_and_to_no_other_host() {
    fetch(LARGE);
    assertThat(hub.requests())
        .filteredOn(it -> !it.store())
        .hasSize(2)
        .allMatch(it -> it.authorization().equals("Bearer hf_secret"));
    assertThat(hub.requests())
        .filteredOn(TestHub.Request::store)
        .singleElement()
        .matches(it -> it.authorization() == null);
  }

  @Test
  void connections_that_are_cut_are_resumed_where_they_ended() {
    hub.cut(LARGE, 100_000).cut(LARGE, 50_000).cut(LARGE, 1);
    List<Long> heard = new ArrayList<>();
    HubFile file = client.listing(ID).files().get(1);
    client.fetch(ID, TestHub.COMMIT, file, target, heard::add);

    assertFetched(large);
    assertThat(heard).isSorted().startsWith(0L).endsWith(300_000L);
    assertThat(hub.requests().stream().filter(TestHub.Request::store).map(TestHub.Request::range))
        .containsExactly(null, "bytes=100000-", "bytes=150000-", "bytes=150001-");
    assertThat(hub.requests())
        .filteredOn(it -> it.range() != null && it.store())
        .allMatch(it -> it.ifRange().equals('"' + TestHub.sha256(large) + '"'));
  }

  @Test
  void a_server_without_ranges_sends_everything_again() {
    hub.cut(LARGE, 100_000)
        .fault(
            LARGE, (exchange, content) -> TestHub.sendWhole(exchange, content, Integer.MAX_VALUE));
    fetch(LARGE);
    assertFetched(large);
    assertThat(hub.requests()).filteredOn(TestHub.Request::store).hasSize(2);
  }

  @Test
  void another_etag_begins_anew() {
    hub.cut(LARGE, 100_000)
        .fault(
            LARGE,
            (exchange, content) -> {
              // a server that does not look at If-Range, and has another file now
              exchange.getResponseHeaders().set("ETag", "\"another\"");
              return TestHub.sendRest(exchange, content, Integer.MAX_VALUE);
            });
    fetch(LARGE);
    assertFetched(large);
    assertThat(hub.requests())
        .filteredOn(TestHub.Request::store)
        .extracting(TestHub.Request::range)
        .containsExactly(null, "bytes=100000-", null);
  }

  @Test
  void a_range_that_can_not_be_had_begins_anew() {
    hub.cut(LARGE, 100_000).fault(LARGE, (exchange, content) -> status(exchange, 416));
    fetch(LARGE);
    assertFetched(large);
  }

  @Test
  void a_part_of_an_earlier_time_is_gone_on_with_and_a_damaged_one_thrown_away()
      throws IOException {
    Files.write(folder.resolve("fetched.part"), Arrays.copyOf(large, 200_000));
    fetch(LARGE);
    assertFetched(large);
    assertThat(hub.requests().get(1).range()).isEqualTo("bytes=200000-");

    Files.write(folder.resolve("fetched.part"), new byte[200_000]);
    fetch(LARGE);
    assertFetched(large);
    Files.write(folder.resolve("fetched.part"), new byte[400_000]);
    fetch(LARGE);
    assertFetched(large);
  }

  @Test
  void wrong_bytes_are_refused_and_nothing_of_them_stays() {
    byte[] wrong = large.clone();
    wrong[7] ^= 1;
    hub.fault(LARGE, (exchange, content) -> TestHub.send(exchange, wrong, Integer.MAX_VALUE));
    assertThatThrownBy(() -> fetch(LARGE))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(LARGE, "expected SHA-256", TestHub.sha256(wrong), "try again");
    assertThat(target).doesNotExist();
    assertThat(folder.resolve("fetched.part")).isEmptyFile();

    byte[] other = "{\"b\": 1}".getBytes(StandardCharsets.UTF_8);
    hub.fault(SMALL, (exchange, content) -> TestHub.send(exchange, other, Integer.MAX_VALUE));
    assertThatThrownBy(() -> fetch(SMALL)).hasMessageContaining("git's SHA-1");
  }

  @Test
  void what_comes_beyond_the_listed_size_is_not_read() {
    byte[] longer = Arrays.copyOf(large, 400_000);
    hub.fault(LARGE, (exchange, content) -> TestHub.send(exchange, longer, Integer.MAX_VALUE));
    fetch(LARGE);
    assertFetched(large);
  }

  @Test
  void another_commit_than_the_listed_one_is_refused() {
    hub.fault(
        SMALL,
        (exchange, content) -> {
          exchange.getResponseHeaders().set("X-Repo-Commit", "d".repeat(40));
          return false;
        });
    assertThatThrownBy(() -> fetch(SMALL)).hasMessageContainingAll(TestHub.COMMIT, "dddd");
  }

  @Test
  void a_connection_that_brings_nothing_any_more_is_given_up_and_resumed() {
    CountDownLatch never = new CountDownLatch(1);
    hub.fault(
        LARGE,
        (exchange, content) -> {
          TestHub.send(exchange, content, 1000);
          try {
            never.await(); // until the server is stopped
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        });
    fetch(LARGE);
    assertFetched(large);
  }

  private static boolean status(com.sun.net.httpserver.HttpExchange exchange, int status)
      throws IOException {
    exchange.sendResponseHeaders(status, -1);
    return true;
  }

  @Test
  void a_busy_hub_is_asked_again_later_and_later_or_when_it_says() {
    hub.fault("api", (exchange, content) -> status(exchange, 503))
        .fault(
            "api",
            (exchange, content) -> {
              exchange.getResponseHeaders().set("Retry-After", "7");
              return status(exchange, 429);
            })
        .fault("api", (exchange, content) -> status(exchange, 500))
        .fault(LARGE, (exchange, content) -> status(exchange, 502))
        .fault(
            LARGE,
            (exchange, content) -> {
              exchange.getResponseHeaders().set("Retry-After", "86400");
              return status(exchange, 503);
            });
    fetch(LARGE);
    assertFetched(large);
    assertThat(hub.waits()).extracting(Duration::toSeconds).containsExactly(1L, 7L, 4L, 1L, 60L);
  }

  @Test
  void a_hub_that_stays_busy_is_given_up() {
    for (int i = 0; i < 4; i++) {
      hub.fault("api", (exchange, content) -> status(exchange, 503));
      hub.fault(SMALL, (exchange, content) -> status(exchange, 503));
    }
    assertThatThrownBy(() -> client.listing(ID))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("org/name", "503");
    assertThatThrownBy(() -> fetch(SMALL))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll(SMALL, "503");
  }

  @Test
  void who_is_not_let_in_hears_what_to_do_and_never_the_token() {
    HubClient stranger = hub.client(Optional.empty());
    refused(client, 401, "", "", "token", "HF_TOKEN", "not taken");
    refused(stranger, 401, "", "", "set HF_TOKEN", "Check the name");
    refused(client, 403, "GatedRepo", "ask first", "ask first", "accept its licence", "your token");
    refused(stranger, 403, "GatedRepo", "", "accept its licence", "set HF_TOKEN");
    refused(client, 404, "RepoNotFound", "", "org/name", "not found");
    refused(client, 404, "RevisionNotFound", "", "no revision main");
  }

  private void refused(HubClient who, int status, String code, String said, String... words) {
    hub.fault(
        "api",
        (exchange, content) -> {
          exchange.getResponseHeaders().set("X-Error-Code", code);
          exchange.getResponseHeaders().set("X-Error-Message", said);
          return status(exchange, status);
        });
    assertThatThrownBy(() -> who.listing(ID))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("hf_secret");
  }

  @Test
  void a_file_that_is_not_allowed_is_named() {
    hub.fault(SMALL, (exchange, content) -> status(exchange, 403));
    assertThatThrownBy(() -> fetch(SMALL)).hasMessageContainingAll(SMALL, "accept its licence");
  }

  @Test
  void redirects_that_give_up_https_or_lead_nowhere_are_refused() {
    redirected("http://localhost/x", "expected https");
    redirected("", "expected https");
    redirected("ftp://localhost/x", "expected https");
    for (int i = 0; i < 12; i++) {
      hub.fault(SMALL, (exchange, content) -> redirect(exchange, exchange.getRequestURI() + ""));
    }
    assertThatThrownBy(() -> fetch(SMALL)).hasMessageContaining("redirects");
  }

  private void redirected(String location, String words) {
    hub.fault(SMALL, (exchange, content) -> redirect(exchange, location));
    assertThatThrownBy(() -> fetch(SMALL))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(words);
  }

  private static boolean redirect(com.sun.net.httpserver.HttpExchange exchange, String location)
      throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    return status(exchange, 307);
  }

  @Test
  void a_hub_that_is_not_there_or_not_trusted_or_no_hub_is_said_to_be() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Patience patience = new Patience(2, Duration.ZERO, Duration.ZERO, wait -> {});
    Hub absent = Hub.at("https://localhost:" + port, Optional.empty());
    assertThatThrownBy(() -> new HubClient(absent, HubClient.http(), patience).listing(ID))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll(absent.address().toString(), "can't be reached");
    Hub strange = new Hub(hub.address(), Optional.empty());
    assertThatThrownBy(() -> new HubClient(strange, HubClient.http(), patience).listing(ID))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("certificate", "trustStore");
    hub.fault("api", (exchange, content) -> TestHub.send(exchange, small, Integer.MAX_VALUE));
    assertThatThrownBy(() -> client.listing(ID))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("models.hub");
  }

  @Test
  void a_listing_with_names_that_lead_out_of_the_folder_is_refused() {
    hub.put("unet/../../../etc/passwd", small);
    assertThatThrownBy(() -> client.listing(ID))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("stay within their folder");
  }

  @Test
  void a_token_is_taken_from_the_environment_and_hidden() {
    assertThat(HubToken.from(Map.of())).isEmpty();
    assertThat(HubToken.from(Map.of("HF_TOKEN", " ")).isPresent()).isFalse();
    HubToken token =
        HubToken.from(Map.of("HF_TOKEN", "hf_a", "FRAMELOOM_HUB_TOKEN", "hf_b")).orElseThrow();
    assertThat(token.header()).isEqualTo("Bearer hf_b");
    assertThat(new Hub(hub.address(), Optional.of(token)).toString()).doesNotContain("hf_b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HubToken("hf_c\r\nX-Other: 1"))
        .withMessageNotContaining("hf_c");
  }

  @Test
  void addresses_and_ids_are_checked() {
    assertThat(Hub.at("https://hub.example/", Optional.empty()).address())
        .hasToString("https://hub.example");
    for (String address : List.of("", "hub", "ftp://hub", "https://", "https://a:b@hub", "x y")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Hub.at(address, Optional.empty()));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hub.at("http://hub", Optional.of(new HubToken("hf_a"))))
        .withMessageContaining("https");
    assertThat(RepositoryId.parse("a/b@refs/pr/1")).isEqualTo(new RepositoryId("a/b", "refs/pr/1"));
    for (String id : List.of("", "a", "a/b/c", "a/../b", "../b", "a/b@", "a b/c", "a/b@x y")) {
      assertThatIllegalArgumentException().isThrownBy(() -> RepositoryId.parse(id));
    }
  }
}
