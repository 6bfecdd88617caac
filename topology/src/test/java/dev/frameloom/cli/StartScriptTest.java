package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machines that it is started on: containers, cron, other countries, odd folders. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

  private static final String CLIP = "été 夏.mp4";

  @TempDir Path folder;

  private StartScript script;

  @BeforeEach
  void install() throws IOException {
    script = StartScript.in(Files.createDirectories(folder.resolve("a folder/-x")));
  }

  /** What a cluster sets, in a container without a locale, a user without a name. */
  private Map<String, String> container() {
    Map<String, String> environment = new HashMap<>();
    environment.put("LC_ALL", "C");
    environment.put("CDPATH", "/tmp:/");
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("JAVA_TOOL_OPTIONS", "-Dsome.option=1");
    environment.put("FRAMELOOM_SERVICE_HOST", "10.0.0.1");
    environment.put("FRAMELOOM_SERVICE_PORT_HTTP", "80");
    environment.put("FRAMELOOM_PORT", "tcp://10.0.0.1:80");
    environment.put("FRAMELOOM_KAFKA_CLIENT_PORT_9092_TCP_ADDR", "fd00::1");
    environment.put(
        "FRAMELOOM_SCRIPT_JAVA_OPTS",
        "-Duser.home=? -Duser.language=tr -Duser.country=TR -Dorg.bytedeco.javacpp.cachedir="
            + System.getProperty("user.home")
            + "/.javacpp/cache");
    return environment;
  }

  @Test
  void restylesInAContainerOfAnotherCountry() throws Exception {
    Clips.write(folder.resolve("plain.mp4"), Clips.testFrames(96, 64, 3), SinkOptions.defaults());
    Files.move(folder.resolve("plain.mp4"), folder.resolve(CLIP));

    StartScript.End end =
        script.run(
            folder,
            container(),
            "restyle",
            CLIP,
            "--prompt",
            "夏のスケッチ",
            "--method",
            "none",
            "--out",
            "ürün.mp4",
            "--json");

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(Clips.read(folder.resolve("ürün.mp4"))).hasSize(3);
    JsonNode summary = new ObjectMapper().readTree(end.out().lines().reduce("", (a, b) -> b));
    assertThat(summary.path("out").asText()).endsWith("ürün.mp4");
    assertThat(folder.resolve("?")).doesNotExist();
  }

  @Test
  void keepsEverythingBelowHomeOfAUserWithoutAName() throws Exception {
    Map<String, String> environment = container();
    environment.put("FRAMELOOM_SCRIPT_JAVA_OPTS", "-Duser.home=?");

    StartScript.End end = script.run(folder, environment, "models", "inspect");

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(folder.resolve("home/.frameloom/models/catalog.json")).exists();
    assertThat(folder.resolve("?")).doesNotExist();
  }

  @Test
  void takesAFolderOfItsOwnWhereThereIsNoHome() throws Exception {
    Map<String, String> environment = container();
    environment.put("HOME", "");
    environment.put("FRAMELOOM_SCRIPT_JAVA_OPTS", "-Duser.home=? -Djava.io.tmpdir=" + folder);

    StartScript.End end = script.run(folder, environment, "models", "list");

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(end.err()).contains("no home folder is set", "Set HOME");
    assertThat(folder.resolve("?")).doesNotExist();
  }

  /** Each is started from the folder above the script's. */
  @ParameterizedTest
  @ValueSource(strings = {"-x/frameloom", "./-x/frameloom", "link/frameloom", "-l", "-d/up"})
  void isFoundHoweverItIsNamed(String name) throws Exception {
    Path above = script.home().getParent();
    Files.createDirectories(above.resolve("-d"));
    Files.createSymbolicLink(above.resolve("link"), Path.of("-x"));
    Files.createSymbolicLink(above.resolve("-l"), Path.of("-x/frameloom"));
    Files.createSymbolicLink(above.resolve("-d/up"), Path.of("../-l"));
    Map<String, String> environment = Map.of("CDPATH", folder + ":/tmp");

    StartScript.End end =
        StartScript.run(above, environment, List.of("sh", "-c", "exec ./\"$0\" --version", name));

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(end.out()).startsWith("frameloom ");
    assertThat(
            StartScript.run(script.home(), environment, List.of("sh", "frameloom", "--version"))
                .out())
        .startsWith("frameloom ");
  }

  @Test
  void withoutItsLocaleTheMessageSaysWhatToSet() throws Exception {
    StartScript.End end =
        StartScript.run(
            folder,
            Map.of("LC_ALL", "C"),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                script.home().resolve("topology/target/app/app.jar").toString(),
                Main.class.getName(),
                "restyle",
                CLIP));

    assertThat(end.code()).isEqualTo(ExitCode.USAGE);
    assertThat(end.err()).contains("LC_ALL=C.UTF-8").doesNotContain("\tat ").hasLineCount(1);
  }

  @Test
  void aFolderThatNothingMayBeRunFromIsSaidInOneSentence() throws Exception {
    Assumptions.assumeTrue(mayMount());
    Path noexec = Files.createDirectories(folder.resolve("noexec"));
    Map<String, String> environment =
        Map.of("FRAMELOOM_SCRIPT_JAVA_OPTS", "-Dorg.bytedeco.javacpp.cachedir=" + noexec);
    String mounted =
        "mount -t tmpfs -o noexec tmpfs '"
            + noexec
            + "' && exec \"$0\" sample --frames 1 --out o.mp4";

    StartScript.End end =
        StartScript.run(
            folder,
            environment,
            List.of("unshare", "-m", "sh", "-c", mounted, script.script().toString()));

    assertThat(end.code()).isEqualTo(ExitCode.FAILED);
    assertThat(end.err().strip())
        .contains("FFmpeg", noexec.toString(), "noexec", "-Dorg.bytedeco.javacpp.cachedir=FOLDER")
        .doesNotContain("\tat ")
        .hasLineCount(1);
  }

  private boolean mayMount() throws Exception {
    List<String> command = List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
    return StartScript.run(folder, Map.of(), command).code() == 0;
  }
}
