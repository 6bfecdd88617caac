package dev.frameloom.cli;

import dev.frameloom.cluster.Cluster;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.metrics.PipelineMetrics;
import dev.frameloom.roles.Role;
import dev.frameloom.roles.RoleSet;
import dev.frameloom.roles.TopicsOf;
import dev.frameloom.schemas.TopicAdmin;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = "Runs roles until it is stopped.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom serve                                (all roles, embedded broker and registry)",
      "  frameloom serve --roles editing --bootstrap-servers kafka:9092 --registry"
          + " http://registry:8081",
    })
final class ServeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Mixin private CommonOptions.ClusterOptions cluster;

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      description = "Which roles: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Role> roles = List.of(Role.values());

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "9092",
      description = "Port of the embedded broker, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--registry-port",
      paramLabel = "N",
      defaultValue = "8081",
      description = "Port of the embedded registry, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int registryPort;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Keeps the embedded broker's data here (default: a temporary folder).")
  private Path dataDir;

  @Option(
      names = "--no-create-topics",
      description = "Expect the topics to be there and do not create missing ones.")
  private boolean noCreate;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    cluster.apply(common);
    Config config = common.config();
    CountDownLatch stop = new CountDownLatch(1);
    Stop.onRequest(stop::countDown);
    PrintWriter out = spec.commandLine().getOut();
    Set<Role> chosen = EnumSet.copyOf(roles);

    boolean outside = !config.get(Settings.BOOTSTRAP_SERVERS).isBlank();
    try (Cluster started =
        outside
            ? Cluster.outside(config)
            : Cluster.embedded(config, Optional.ofNullable(dataDir), port, registryPort)) {
      ClusterConnection connection = started.connection();
      if (!noCreate) {
        try (TopicAdmin admin = TopicAdmin.connect(connection.kafkaProperties())) {
          admin.create(TopicsOf.config(config));
        }
      }
      try (RoleSet running = RoleSet.start(chosen, config, connection, PipelineMetrics.NOOP)) {
        running.awaitRunning(Duration.ofMinutes(2));
        out.println("Kafka     " + connection.bootstrapServers());
        out.println("registry  " + connection.registryUrl());
        out.println("roles     " + words(chosen) + ", running; Ctrl-C stops");
        out.flush();
        while (!stop.await(200, TimeUnit.MILLISECONDS)) {
          running.throwIfFailed();
          started.throwIfFailed();
        }
      }
    }
    return ExitCode.OK;
  }

  private static String words(Set<Role> roles) {
    return String.join(", ", roles.stream().map(Role::word).toList());
  }
}
