package dev.frameloom.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigLoader;
import dev.frameloom.config.Setting;
import dev.frameloom.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options that every command takes. */
final class CommonOptions {

  private static final Path STANDARD_FILE = Path.of("frameloom.properties");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Properties file (default: frameloom.properties, where there is one).")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a property; `frameloom config` lists all. May be repeated.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "Log what is done; twice: the libraries too, and stack traces.")
  private boolean[] verbose = {};

  private final Map<String, String> flags = new HashMap<>();

  /** A flag of a command stands for a property; null where it was not given. */
  CommonOptions flag(Setting<?> setting, Object value) {
    if (value != null) {
      flags.put(setting.key(), value.toString());
    }
    return this;
  }

  /** The file that the configuration is read from, if there is one. */
  Optional<Path> file() {
    return (file == null && Files.exists(STANDARD_FILE))
        ? Optional.of(STANDARD_FILE)
        : Optional.ofNullable(file);
  }

  /** The configuration, every source applied. */
  Config config() {
    setLogLevels();
    Map<String, String> all = new HashMap<>(values);
    all.putAll(flags);
    Config config = new ConfigLoader().load(file(), System.getenv(), all);
    // read when PyTorch starts, which is later and once in a process
    System.setProperty("frameloom.torch.threads", config.get(Settings.TORCH_THREADS).toString());
    return config;
  }

  private void setLogLevels() {
    if (verbose.length == 0) {
      return;
    }
    level("dev.frameloom", verbose.length > 1 ? Level.DEBUG : Level.INFO);
    if (verbose.length > 1) {
      level(Logger.ROOT_LOGGER_NAME, Level.INFO);
    }
  }

  private static void level(String name, Level level) {
    ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
  }

  /** Options of commands that talk to a cluster. */
  static final class ClusterOptions {

    @Option(
        names = "--bootstrap-servers",
        paramLabel = "HOST:PORT",
        description = "Kafka brokers of an outside cluster.")
    private String bootstrapServers;

    @Option(
        names = "--registry",
        paramLabel = "URL",
        description = "Schema registry of an outside cluster.")
    private String registry;

    @Option(
        names = "--topic-prefix",
        paramLabel = "TEXT",
        description = "Begins the name of every topic.")
    private String topicPrefix;

    void apply(CommonOptions common) {
      common
          .flag(Settings.BOOTSTRAP_SERVERS, bootstrapServers)
          .flag(Settings.REGISTRY_URL, registry)
          .flag(Settings.TOPIC_PREFIX, topicPrefix);
    }
  }
}
