package dev.frameloom.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.catalog.ByteCount;
import dev.frameloom.catalog.Catalog;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ModelPull;
import dev.frameloom.catalog.PullPlan;
import dev.frameloom.catalog.PullRequest;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.hub.Hub;
import dev.frameloom.hub.HubClient;
import dev.frameloom.hub.HubFile;
import dev.frameloom.hub.HubToken;
import dev.frameloom.hub.Patience;
import dev.frameloom.hub.RepositoryId;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.ModelFolders;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "pull",
    description = "Fetches a model from a hub: only the files that are needed, each checked.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What a broken connection or Ctrl-C leaves is kept, and the same command goes on from there."
          + " Another revision of a model takes the place of the one before.",
      "",
      "Where a model has no safetensors, its pickles are fetched and converted as `models import` does.",
      "",
      "A private or gated model needs a token in the environment: HF_TOKEN, or"
          + " FRAMELOOM_HUB_TOKEN. It is sent to the hub (models.hub) and to no other host.",
      "",
      "Examples:",
      "  frameloom models pull stable-diffusion-v1-5/stable-diffusion-v1-5 --variant fp16 --name"
          + " sd15",
      "  frameloom models pull latent-consistency/lcm-lora-sdv1-5 --dry-run",
      "  frameloom models pull ORG/NAME@refs/pr/3 --file ink.safetensors",
    })
final class ModelsPullCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "ORG/NAME[@REVISION]",
      description = "Which; a revision is a branch, a tag or a commit (default: main).")
  private String repository;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Only this file, not a folder: safetensors, or a pickle as .ckpt or .pth.")
  private String file;

  @Option(
      names = "--variant",
      paramLabel = "V",
      defaultValue = "",
      description = "Weights of this variant, as fp16, where there are some.")
  private String variant;

  @Option(
      names = "--name",
      paramLabel = "N",
      converter = NameConverter.class,
      description = "What to call it (default: NAME, or the file's name).")
  private String name;

  @Option(names = "--dry-run", description = "Say what would be fetched, and fetch nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object, on one line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Config config = common.config();
    Catalog catalog = new ModelFolders(config).catalog();
    ProgressListener view = ProgressView.standard(false);
    HubClient hub = new HubClient(hub(config), HubClient.http(), Patience.STANDARD);
    ModelPull pull = new ModelPull(catalog, hub, Clock.systemUTC(), new ByteProgressView(view));
    PullPlan plan = pull.plan(request());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    plan.selection().notes().forEach(note -> err.println("note: " + note));
    err.flush();
    Optional<CatalogEntry> entry = Optional.empty();
    if (!dryRun) {
      try {
        entry = Optional.of(pull.execute(plan));
      } finally {
        view.end();
      }
    }
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(tree(plan, entry, catalog)));
    } else if (entry.isPresent()) {
      print(out, plan, entry.get(), catalog);
    } else {
      print(out, plan);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Hub hub(Config config) {
    try {
      return Hub.at(config.get(Settings.MODELS_HUB), HubToken.from(System.getenv()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("models.hub: " + e.getMessage());
    }
  }

  private PullRequest request() {
    try {
      RepositoryId id = RepositoryId.parse(repository);
      Optional<String> single = Optional.ofNullable(file);
      return new PullRequest(
          id, single, variant, name == null ? PullRequest.standardName(id, single) : name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void print(PrintWriter out, PullPlan plan, CatalogEntry entry, Catalog catalog) {
    out.printf(
        "%s: %s, %s, revision %.12s, in %s%n",
        entry.name(),
        plan.upToDate() ? entry.kind().word() + ", there already" : entry.kind().word(),
        ByteCount.text(entry.size()),
        entry.revision(),
        catalog.path(entry));
    if (!entry.licence().isEmpty()) {
      out.println("licence: " + entry.licence());
    }
  }

  private static void print(PrintWriter out, PullPlan plan) {
    out.println(plan.listing().id() + " at commit " + plan.listing().commit());
    TextTable table = new TextTable("FILE", "SIZE", "TO FETCH");
    for (HubFile file : plan.selection().files()) {
      table.row(file.name(), ByteCount.text(file.size()), ByteCount.text(toFetch(plan, file)));
    }
    table.row("in all", ByteCount.text(plan.selection().size()), ByteCount.text(plan.missing()));
    table.lines().forEach(out::println);
    if (!plan.listing().licence().isEmpty()) {
      out.println("licence: " + plan.listing().licence());
    }
  }

  private static long toFetch(PullPlan plan, HubFile file) {
    return plan.upToDate() ? 0 : plan.missing(file);
  }

  private static ObjectNode tree(PullPlan plan, Optional<CatalogEntry> entry, Catalog catalog) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("name", plan.request().name())
        .put("id", plan.listing().id())
        .put("commit", plan.listing().commit())
        .put("licence", plan.listing().licence())
        .put("upToDate", plan.upToDate())
        .put("size", plan.selection().size());
    ArrayNode files = root.putArray("files");
    plan.selection()
        .files()
        .forEach(it -> files.addObject().put("name", it.name()).put("size", it.size()));
    plan.selection().notes().forEach(root.putArray("notes")::add);
    root.put("kind", entry.map(it -> it.kind().word()).orElse(null))
        .put("revision", entry.map(CatalogEntry::revision).orElse(null))
        .put("location", entry.map(it -> catalog.path(it).toString()).orElse(null));
    return root;
  }
}
