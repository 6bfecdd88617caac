package dev.frameloom.cli;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.cluster.Cluster;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.roles.ConfiguredEdit;
import dev.frameloom.roles.EditPublisher;
import dev.frameloom.roles.EditValues;
import dev.frameloom.roles.LatestEdit;
import dev.frameloom.roles.ModelConfig;
import dev.frameloom.roles.ServableEdit;
import dev.frameloom.roles.TopicsOf;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "edit",
    description = "Starts an edit of a stream, or changes it from its next frame on.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  frameloom edit --stream door --edit sketch --prompt \"a pencil sketch\""
          + " --bootstrap-servers kafka:9092 --registry http://registry:8081",
    })
final class EditCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Mixin private CommonOptions.ClusterOptions cluster;
  @Mixin private EditFlags edit;

  @Option(
      names = "--stream",
      paramLabel = "ID",
      converter = IdConverter.class,
      required = true,
      description = "Stream to edit.")
  private String stream;

  @Option(
      names = "--edit",
      paramLabel = "ID",
      converter = IdConverter.class,
      defaultValue = "default",
      description = "Name of the edit (default: ${DEFAULT-VALUE}).")
  private String editId;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    cluster.apply(common);
    Config config = edit.config(common);
    EditSpec first = ConfiguredEdit.of(config, stream, editId, 1, edit.prompt, edit.negativePrompt);
    ServableEdit.require(config, first);
    try (Cluster outside = Cluster.outside(config)) {
      ClusterConnection connection = outside.connection();
      Topics topics = TopicsOf.config(config);
      RecordSerdes serdes = connection.serdes();
      int revision = 1 + LatestEdit.revision(connection, topics, serdes, stream, editId);
      EditPublisher.publish(
          connection, topics, serdes, EditSpec.newBuilder(first).setRevision(revision).build());
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s/%s: revision %d published%n", stream, editId, revision);
      if (!config.get(Settings.METHOD).equals("none")) {
        out.printf("settings: %s%n", EditValues.of(ModelConfig.resolved(config)));
      }
      ModelConfig.mixedNote(ModelConfig.resolved(config))
          .ifPresent(note -> out.printf("note: %s%n", note));
      if (!ModelConfig.knowsCard(config)) {
        out.printf(
            "note: %s is not on this machine, so that what it recommends was not asked; say --steps,"
                + " --strength and --guidance where its servers' card says otherwise%n",
            ModelConfig.base(config));
      }
      out.flush();
    }
    return ExitCode.OK;
  }
}
