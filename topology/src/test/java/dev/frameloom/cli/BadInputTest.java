package dev.frameloom.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.image.Picture;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.sample.SampleClip;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can't be done is said before anything is started, with the code that is documented. */
@Timeout(120)
class BadInputTest {

  @TempDir static Path folder;
  private static Path clip;
  private static Path out;

  @BeforeAll
  static void clip() {
    clip = folder.resolve("clip.mp4");
    out = folder.resolve("out.mp4");
    SampleClip.write(clip, 96, 64, 6);
  }

  private static CliRun restyle(Object input, String... more) {
    List<String> args =
        new ArrayList<>(List.of("restyle", input.toString(), "--prompt", "ink", "--steps", "1"));
    if (!List.of(more).contains("--out")) {
      args.addAll(List.of("--out", out.toString()));
    }
    args.addAll(TestModels.flags());
    args.addAll(List.of(more));
    return CliRun.of(args);
  }

  private static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void aFileThatIsNotThereIsAnInputError() {
    restyle(folder.resolve("missing.mp4")).failed(ExitCode.MEDIA, "missing.mp4", "no such file");
  }

  @Test
  void filesWithoutVideoAreInputErrors() throws IOException {
    restyle(file("empty.mp4", new byte[0])).failed(ExitCode.MEDIA, "empty.mp4", "empty");
    restyle(file("text.mp4", "once upon a time, there was a file".repeat(99).getBytes(UTF_8)))
        .failed(ExitCode.MEDIA, "text.mp4");
    byte[] whole = Files.readAllBytes(clip);
    restyle(file("cut.mp4", java.util.Arrays.copyOf(whole, 600))).failed(ExitCode.MEDIA, "cut.mp4");
  }

  @Test
  void framesThatNoReaderTakesAreInputErrorsBeforeAnythingIsPublished() {
    String large = "lavfi:color=red:size=9000x9000:rate=1:duration=1";
    String[] words = {"9000x9000", "16384 a side and 64 megapixels", "--size 2048x0"};
    restyle(large).failed(ExitCode.MEDIA, words);
    CliRun.of("ingest", large, "--stream", "s", "--bootstrap-servers", "127.0.0.1:1")
        .failed(ExitCode.MEDIA, words);
  }

  @Test
  void aFileUrlIsReadLikeItsPath() {
    restyle("file://" + folder + "/missing%20one.mp4")
        .failed(ExitCode.MEDIA, "missing one.mp4", "no such file");
  }

  @Test
  void anOutputThatCanNotBeWrittenIsSaidBeforeTheWork() throws IOException {
    restyle(clip, "--out", folder.resolve("absent/out.mp4").toString())
        .failed(ExitCode.MEDIA, "absent", "is no folder; make it");
    restyle(clip, "--out", Files.createDirectory(folder.resolve("folder.mp4")).toString())
        .failed(ExitCode.MEDIA, "it is a folder");
    restyle(clip, "--out", folder.resolve("out.xyz").toString())
        .failed(ExitCode.MEDIA, "out.xyz", ".mp4");
    restyle(clip, "--report", folder.resolve("absent/r.html").toString())
        .failed(ExitCode.MEDIA, "r.html can't be written");
    restyle(clip, "--encoder", "h265_of_the_moon")
        .failed(ExitCode.MEDIA, "no video encoder h265_of_the_moon", "libopenh264");
  }

  @Test
  void anOutputWithoutPermissionIsSaidBeforeTheWork() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeThat(locked.toFile().setWritable(false)).isTrue();
    assumeThat(Files.isWritable(locked)).as("everything is writable for root").isFalse();
    restyle(clip, "--out", locked.resolve("out.mp4").toString())
        .failed(ExitCode.MEDIA, "no permission");
  }

  @Test
  void anOutputThatIsAnInputIsRefusedAndTheInputKeepsEveryByte() throws IOException {
    Path mine = Files.copy(clip, folder.resolve("mine.mp4"));
    Path link = Files.createSymbolicLink(folder.resolve("mine-link.mp4"), mine);
    byte[] before = Files.readAllBytes(mine);
    Path detour = folder.resolve("absent/../mine.mp4");
    for (Path name : List.of(mine, link, detour)) {
      restyle(mine, "--out", name.toString())
          .failed(ExitCode.MEDIA, "--out " + name, "the input " + mine);
    }
    restyle(mine, "--contact-sheet", link.toString()).failed(ExitCode.MEDIA, "--contact-sheet");
    restyle("file://" + mine, "--report", mine.toString()).failed(ExitCode.MEDIA, "--report");
    CliRun.of("evaluate", mine.toString(), clip.toString(), "--report", link.toString())
        .failed(ExitCode.MEDIA, "--report " + link, "the source " + mine);
    CliRun.of("evaluate", clip.toString(), mine.toString(), "--report", mine.toString())
        .failed(ExitCode.MEDIA, "the edited video " + mine);
    CliRun.of("models", "evaluate", "--clips", mine.toString(), "--sheet", link.toString())
        .failed(ExitCode.MEDIA, "--sheet " + link, "the clip " + mine);
    assertThat(mine).hasBinaryContent(before);
  }

  @Test
  void aRunThatFailsLeavesAnEarlierResult() throws IOException {
    Path earlier = file("earlier.mp4", new byte[] {1, 2, 3});
    restyle(clip, "--out", earlier.toString(), "--model", "absent")
        .failed(ExitCode.MODEL, "absent");
    assertThat(earlier).hasBinaryContent(new byte[] {1, 2, 3});
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(it -> it.getFileName().toString().startsWith(".frameloom-"));
    }
  }

  @Test
  void soundThatCanNotBeAsAskedForIsAnError() {
    restyle(clip, "--audio-track", "2").failed(ExitCode.MEDIA, "\"2\"", "sound track 1 (aac)");
    restyle(clip, "--audio-track", "1", "--no-sound").failed(ExitCode.USAGE, "--no-sound");
    restyle("lavfi:testsrc2=size=64x64:rate=5:duration=1", "--audio-track", "eng")
        .failed(ExitCode.MEDIA, "no sound", "--audio-track");
  }

  @Test
  void whatTheConfigurationDoesNotKnowIsAUsageError() {
    restyle(clip, "--set", "edit.colour=blue").failed(ExitCode.USAGE, "edit.colour");
    restyle(clip, "--set", "edit.seed=many").failed(ExitCode.USAGE, "edit.seed", "many");
    restyle(clip, "--strength", "7").failed(ExitCode.USAGE, "edit.strength", "7");
    restyle(clip, "--method", "oil").failed(ExitCode.USAGE, "'oil'", "none, live");
    restyle(clip, "--size", "large").failed(ExitCode.USAGE, "large");
    restyle(clip, "--max-frames", "0").failed(ExitCode.USAGE, "0");
    restyle(clip, "--set", "editing.devices=abacus").failed(ExitCode.USAGE, "abacus");
    restyle(clip, "--set", "editing.latent-dir=" + folder.resolve("absent"))
        .failed(ExitCode.USAGE, "editing.latent-dir", "absent is no folder; make it");
    restyle(clip, "--stream", "a/b").failed(ExitCode.USAGE, "a/b");
    assertThat(CliRun.of("restyle", clip.toString()).code()).isEqualTo(ExitCode.USAGE);
    assertThat(CliRun.of("paint").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anOptionThatTheMethodDoesNotKnowIsAUsageError() {
    restyle(clip, "--option", "depth=3")
        .failed(ExitCode.USAGE, "--option", "method 'live' has no option depth");
    restyle(clip, "--method", "none", "--set", "edit.options=depth=3")
        .failed(ExitCode.USAGE, "edit.options", "method 'none' has no option depth");
    restyle(clip, "--set", "edit.options=depth")
        .failed(ExitCode.USAGE, "edit.options", "\"depth\"");
    restyle(clip, "--option", "depth").failed(ExitCode.USAGE, "--option", "depth");
    restyle(clip, "--option", "=3").failed(ExitCode.USAGE, "--option");
    CliRun.of(
            with(
                new String[] {
                  "--bootstrap-servers", "127.0.0.1:1", "--registry", "http://127.0.0.1:1"
                },
                "edit",
                "--stream",
                "s",
                "--option",
                "depth=3"))
        .failed(ExitCode.USAGE, "has no option depth");
  }

  @Test
  void anEditThatWindowingWouldRefuseIsAUsageError() {
    restyle(clip, "--keyframe-interval", "1000")
        .failed(ExitCode.USAGE, "the edit can't be made", "keyframeInterval");
    restyle(clip, "--negative-prompt", "x".repeat(8193))
        .failed(ExitCode.USAGE, "negativePrompt", "at most 8192", "8193");
  }

  @Test
  void aModelThatIsNotThereIsAModelError() {
    restyle(clip, "--model", "absent").failed(ExitCode.MODEL, "absent", "models pull");
  }

  @Test
  void aModelWithoutOneOfItsFilesSaysWhich() throws IOException {
    Path model = TestModels.copy(folder.resolve("no-file"));
    Files.delete(model.resolve("vae/config.json"));
    restyle(clip, "--model", model.toString())
        .failed(ExitCode.MODEL, model.resolve("vae/config.json").toString());
  }

  @Test
  void aModelWithoutATensorSaysWhichAndWhere() throws IOException {
    Path model = TestModels.copy(folder.resolve("no-tensor"));
    Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
    rename(weights, "conv_in.weight", "conv_xx.weight");
    restyle(clip, "--model", model.toString())
        .failed(ExitCode.MODEL, weights.toString(), "conv_in.weight");
  }

  @Test
  void aModelWithATensorOfAnotherShapeSaysWhatWasExpectedAndFound() throws IOException {
    Path model = TestModels.copy(folder.resolve("other-shape"));
    Path config = model.resolve("vae/config.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode settings = (ObjectNode) json.readTree(config.toFile());
    settings.put("latent_channels", 8);
    json.writeValue(config.toFile(), settings);
    Path unet = model.resolve("unet/config.json");
    settings = (ObjectNode) json.readTree(unet.toFile());
    settings.put("in_channels", 8).put("out_channels", 8);
    json.writeValue(unet.toFile(), settings);
    restyle(clip, "--model", model.toString())
        .failed(ExitCode.MODEL, "unet", "conv_in.weight", "expected", "found", "8", "4");
  }

  @Test
  void aPickleCheckpointIsRefused() throws IOException {
    Path model = TestModels.copy(folder.resolve("pickle"));
    Path weights = model.resolve("vae/diffusion_pytorch_model.safetensors");
    Files.move(weights, weights.resolveSibling("diffusion_pytorch_model.bin"));
    restyle(clip, "--model", model.toString())
        .failed(ExitCode.MODEL, "diffusion_pytorch_model.bin", "pickle", "refused");
    restyle(clip, "--model", file("model.ckpt", new byte[99]).toString())
        .failed(ExitCode.MODEL, "model.ckpt", "pickle");
  }

  @Test
  void aBrokerThatDoesNotAnswerIsNamedAndForHowLongItWasTried() {
    String[] nobody = {
      "--bootstrap-servers",
      "127.0.0.1:1",
      "--registry",
      "http://127.0.0.1:1",
      "--set",
      "kafka.connect-timeout-ms=600"
    };
    restyle(clip, with(nobody, "--method", "none"))
        .failed(ExitCode.UNREACHABLE, "Kafka at 127.0.0.1:1", "0.6 s");
    CliRun.of(with(nobody, "ingest", clip.toString(), "--stream", "s"))
        .failed(ExitCode.UNREACHABLE, "Kafka at 127.0.0.1:1");
    CliRun.of(with(nobody, "edit", "--stream", "s")).failed(ExitCode.UNREACHABLE, "127.0.0.1:1");
    CliRun.of(with(nobody, "record", "--stream", "s", "--out", out.toString()))
        .failed(ExitCode.UNREACHABLE, "127.0.0.1:1");
    CliRun.of(with(nobody, "serve")).failed(ExitCode.UNREACHABLE, "127.0.0.1:1");
    CliRun.of(with(nobody, "topics", "list")).failed(ExitCode.UNREACHABLE, "127.0.0.1:1");
  }

  private static String[] with(String[] flags, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(flags));
    return all.toArray(String[]::new);
  }

  @Test
  void aClusterWithoutItsRegistryIsHalfAnAnswer() throws IOException {
    CliRun.of("edit", "--stream", "s", "--bootstrap-servers", "127.0.0.1:1")
        .failed(ExitCode.USAGE, "--registry");
    CliRun.of("topics", "list").failed(ExitCode.USAGE, "--bootstrap-servers");
    int closed = unusedPort();
    try (TestCluster cluster = new TestCluster()) {
      String url = "http://127.0.0.1:" + closed;
      List<String> args =
          cluster.with("edit", "--stream", "s", "--set", "kafka.connect-timeout-ms=900");
      args.set(args.size() - 1, url);
      CliRun.of(args).failed(ExitCode.UNREACHABLE, "registry at " + url, "0.9 s");

      framesThatAreTooLargeAreSaidBeforeTheyArePublished(cluster);
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void framesThatAreTooLargeAreSaidBeforeTheyArePublished(TestCluster cluster) {
    byte[] noise = new byte[200 * 200 * 3];
    new Random(1).nextBytes(noise);
    Path pictures = folder.resolve("noise%03d.png");
    Clips.write(
        pictures,
        List.of(new VideoFrame(new Picture(200, 200, noise), 0, 40_000)),
        SinkOptions.defaults());
    restyle(
            pictures,
            cluster
                .with(
                    "--fps",
                    "25",
                    "--method",
                    "none",
                    "--set",
                    "topics.max-record-bytes=65536",
                    "--set",
                    "ingest.encoding=png")
                .toArray(String[]::new))
        .failed(ExitCode.FAILED, "frame 0", "200x200", "raise", "topics.max-record-bytes");
  }

  /** Renames a tensor in place; names must be of one length. */
  private static void rename(Path weights, String from, String to) throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    String header = new String(bytes, 0, 1 << 16, ISO_8859_1);
    int at = header.indexOf('"' + from + '"');
    assertThat(at).isPositive();
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.seek(at + 1L);
      file.write(to.getBytes(ISO_8859_1));
    }
  }
}
