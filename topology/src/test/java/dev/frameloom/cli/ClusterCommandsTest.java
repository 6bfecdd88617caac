package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.media.Clips;
import dev.frameloom.sample.SampleClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands one by one, against a cluster that is there already. */
@Timeout(120)
class ClusterCommandsTest {

  private static final int FRAMES = 18;

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static Path clip;

  @BeforeAll
  static void start() {
    cluster = new TestCluster();
    clip = folder.resolve("clip.mp4");
    SampleClip.write(clip, 96, 64, FRAMES);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static CliRun run(String prefix, String... words) {
    List<String> args = cluster.with(words);
    args.addAll(List.of("--topic-prefix", prefix));
    return CliRun.of(args);
  }

  @Test
  void topicsAreCreatedOnceListedAndDeleted() {
    assertThat(run("a.", "topics", "create").succeeded().out().lines())
        .hasSize(7)
        .contains("a.frames  created");
    assertThat(run("a.", "topics", "create").succeeded().out().lines())
        .hasSize(7)
        .allSatisfy(line -> assertThat(line).endsWith("  exists"));
    CliRun other = run("a.", "topics", "create", "--set", "topics.partitions=7");
    assertThat(other.code()).isEqualTo(ExitCode.FAILED);
    assertThat(other.out()).contains("a.frames  exists, and differs", "partitions");
    assertThat(run("a.", "topics", "list").succeeded().out().lines())
        .hasSize(7)
        .anySatisfy(line -> assertThat(line).startsWith("a.edits").contains("compact"));
    assertThat(run("a.", "topics", "delete").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("a.", "topics", "delete", "--yes").succeeded().out().lines()).hasSize(7);
    await().until(() -> run("a.", "topics", "list").succeeded().out().isEmpty());
  }

  @Test
  void aClipThatIsIngestedTwiceIsContinuedOrRefused() {
    run("b.", "topics", "create").succeeded();
    String file = clip.toString();
    assertThat(run("b.", "ingest", file, "--stream", "door").succeeded().out())
        .contains(FRAMES + " frames from sequence 0 on", "ended");
    run("b.", "ingest", file, "--stream", "door")
        .failed(ExitCode.FAILED, "stream door is complete", FRAMES + " frames", "another stream");
    run("b.", "record", "--stream", "door", "--idle", "1", "--out", folder + "/none.mp4")
        .succeeded();
  }

  @Test
  void withoutTopicsACommandSaysHowToMakeThem() {
    run("c.", "ingest", clip.toString(), "--stream", "s")
        .failed(ExitCode.FAILED, "c.frames", "topics create");
    run("c.", "edit", "--stream", "s").failed(ExitCode.FAILED, "c.edits", "topics create");
    run("c.", "record", "--stream", "s", "--out", folder + "/c.mp4")
        .failed(ExitCode.FAILED, "c.restyled", "topics create");
  }

  @Test
  void anEditIsServedAndRecordedAndItsNextRevisionIsCounted() throws Exception {
    CompletableFuture<CliRun> serving = serve("d.");
    assertThat(run("d.", "edit", "--stream", "s", "--method", "none").succeeded().out())
        .contains("s/default: revision 1 published");
    run("d.", "ingest", clip.toString(), "--stream", "s").succeeded();
    Path recorded = folder.resolve("recorded.mp4");
    CliRun record =
        run(
                "d.",
                "record",
                "--stream",
                "s",
                "--audio-from",
                clip.toString(),
                "--out",
                "" + recorded)
            .succeeded();
    assertThat(record.out())
        .contains(FRAMES + " frames, sequences 0 to " + (FRAMES - 1) + ", 0 missing")
        .contains("end of stream", "libopenh264");
    assertThat(Clips.times(Clips.read(recorded))).isEqualTo(Clips.times(Clips.read(clip)));
    assertThat(Clips.sound(recorded)).hasSameSizeAs(Clips.sound(clip));

    assertThat(run("d.", "edit", "--stream", "s", "--method", "none").succeeded().out())
        .contains("s/default: revision 2 published");
    assertThat(run("d.", "edit", "--stream", "s", "--edit", "b", "--method", "none").out())
        .contains("s/b: revision 1 published");
    Path part = folder.resolve("part.mp4");
    run("d.", "record", "--stream", "s", "--max-frames", "5", "--out", "" + part).succeeded();
    assertThat(Clips.read(part)).hasSize(5);
    // the stream is over, yet windowing still knows its last frames
    Path late = folder.resolve("late.mp4");
    assertThat(
            run("d.", "record", "--stream", "s", "--edit", "b", "--idle", "25", "--out", "" + late)
                .succeeded()
                .out())
        .contains("end of stream");
    assertThat(Clips.read(late)).hasSize(FRAMES);
    stopServing(serving);
  }

  @Test
  void aRoleThatStopsByItselfEndsServing() throws Exception {
    CompletableFuture<CliRun> serving = serve("e.");
    try (Admin admin = Admin.create(cluster.connection().kafkaProperties())) {
      admin.deleteTopics(List.of("e.windows", "e.frames", "e.edited-frames")).all().get();
    }
    serving.get(60, TimeUnit.SECONDS).failed(ExitCode.FAILED, "the role", "stopped");
  }

  private Thread server;

  /** All roles in this process, until the thread is interrupted. */
  private CompletableFuture<CliRun> serve(String prefix) throws Exception {
    CompletableFuture<CliRun> ended = new CompletableFuture<>();
    Path state = Files.createTempDirectory(folder, "state");
    List<String> words = new ArrayList<>(List.of("serve", "--set", "streams.state-dir=" + state));
    words.addAll(List.of("--set", "streams.application-id=" + prefix + "app"));
    server = new Thread(() -> ended.complete(run(prefix, words.toArray(String[]::new))), "serve");
    server.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> assertThat(ended).isNotDone())
        .until(() -> isServing(prefix));
    return ended;
  }

  private static boolean isServing(String prefix) throws Exception {
    try (Admin admin = Admin.create(cluster.connection().kafkaProperties())) {
      String group = prefix + "app-reassembly";
      return !admin
          .describeConsumerGroups(List.of(group))
          .all()
          .get()
          .get(group)
          .members()
          .isEmpty();
    } catch (java.util.concurrent.ExecutionException e) {
      return false; // no such group yet
    }
  }

  private void stopServing(CompletableFuture<CliRun> serving) throws Exception {
    server.interrupt();
    serving.get(30, TimeUnit.SECONDS);
  }
}
