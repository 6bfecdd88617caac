package dev.frameloom.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The start script, on the classes under test: a copy of it with a jar beside it that names this
 * process's class path, without its tests.
 *
 * @param home folder of the script
 */
record StartScript(Path home) {

  private static final Path SCRIPT = Path.of("..", "frameloom");
  private static final long SECONDS = 120;

  /** What a process ended with. */
  record End(int code, String out, String err) {}

  static StartScript in(Path home) throws IOException {
    Path app = Files.createDirectories(home.resolve("topology/target/app"));
    Files.copy(SCRIPT, home.resolve("frameloom"), StandardCopyOption.COPY_ATTRIBUTES);
    List<String> entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("test-classes") && !entry.endsWith("-tests.jar"))
            .map(entry -> Path.of(entry).toAbsolutePath().toUri().toString())
            .toList();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", entries));
    try (OutputStream jar =
        new JarOutputStream(Files.newOutputStream(app.resolve("app.jar")), manifest)) {
      jar.flush();
    }
    return new StartScript(home);
  }

  Path script() {
    return home.resolve("frameloom");
  }

  /**
   * Runs a command in an environment that holds nothing else than what is given, and where Java is.
   *
   * @param folder where it runs; its output is kept there
   */
  static End run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> all = new HashMap<>();
    all.put("PATH", System.getenv("PATH"));
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("HOME", System.getProperty("user.home"));
    all.put("FRAMELOOM_SCRIPT_BUILD", "never");
    all.putAll(environment);
    builder.environment().clear();
    builder.environment().putAll(all);
    Process process = builder.start();
    try {
      int code = process.waitFor(SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
      return new End(code, Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /** The script by its full path. */
  End run(Path folder, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script().toString()));
    command.addAll(List.of(args));
    return run(folder, environment, command);
  }
}
