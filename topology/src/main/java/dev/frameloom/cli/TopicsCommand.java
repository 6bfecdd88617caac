package dev.frameloom.cli;

import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.roles.TopicsOf;
import dev.frameloom.schemas.TopicAdmin;
import dev.frameloom.schemas.TopicDescription;
import dev.frameloom.schemas.TopicReport;
import dev.frameloom.schemas.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "topics",
    description = "Creates, lists and deletes the topics of an outside cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  frameloom topics create --bootstrap-servers kafka:9092 --set topics.partitions=12",
    })
final class TopicsCommand {

  @Spec private CommandSpec spec;

  @Command(
      name = "create",
      description =
          "Creates the topics that are missing; tells how others differ, and changes none.",
      mixinStandardHelpOptions = true)
  int create(@Mixin CommonOptions common, @Mixin CommonOptions.ClusterOptions cluster) {
    return withAdmin(
        common,
        cluster,
        call -> {
          TopicReport report = call.admin().create(call.topics());
          for (TopicReport.Entry entry : report.topics()) {
            if (entry instanceof TopicReport.Created created) {
              out().println(created.name() + "  created");
            } else if (entry instanceof TopicReport.Existing existing) {
              out().println(existing.name() + "  exists");
            } else if (entry instanceof TopicReport.Different different) {
              out()
                  .println(
                      different.name()
                          + "  exists, and differs: "
                          + String.join("; ", different.differences()));
            }
          }
          return report.different().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  @Command(
      name = "list",
      description = "Lists those of our topics that exist.",
      mixinStandardHelpOptions = true)
  int list(@Mixin CommonOptions common, @Mixin CommonOptions.ClusterOptions cluster) {
    return withAdmin(
        common,
        cluster,
        call -> {
          for (TopicDescription topic : call.admin().list(call.topics())) {
            out()
                .printf(
                    "%-32s %d partitions, %d replicas, %s%n",
                    topic.name(),
                    topic.partitions(),
                    topic.replicationFactor(),
                    new TreeMap<>(topic.config()));
          }
          return ExitCode.OK;
        });
  }

  @Command(
      name = "delete",
      description = "Deletes our topics with all their records.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin CommonOptions common,
      @Mixin CommonOptions.ClusterOptions cluster,
      @Option(names = "--yes", required = true, description = "Yes, delete all records.")
          boolean yes) {
    return withAdmin(
        common,
        cluster,
        call -> {
          List<String> deleted = call.admin().delete(call.topics());
          deleted.forEach(name -> out().println(name + "  deleted"));
          return ExitCode.OK;
        });
  }

  private record Call(TopicAdmin admin, Topics topics) {}

  private int withAdmin(
      CommonOptions common, CommonOptions.ClusterOptions cluster, ToIntFunction<Call> work) {
    cluster.apply(common);
    Config config = common.config();
    if (config.get(Settings.BOOTSTRAP_SERVERS).isBlank()) {
      throw new ConfigException("which cluster? set --bootstrap-servers (kafka.bootstrap-servers)");
    }
    Map<String, Object> properties = new HashMap<>(config.below("kafka.client."));
    properties.put("bootstrap.servers", config.get(Settings.BOOTSTRAP_SERVERS));
    Duration timeout = Duration.ofMillis(config.get(Settings.CONNECT_TIMEOUT));
    try (TopicAdmin admin = TopicAdmin.connect(properties, timeout)) {
      int code = work.applyAsInt(new Call(admin, TopicsOf.config(config)));
      out().flush();
      return code;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
