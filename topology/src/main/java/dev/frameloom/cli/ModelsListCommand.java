package dev.frameloom.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.catalog.ByteCount;
import dev.frameloom.catalog.Catalog;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.ModelKind;
import dev.frameloom.catalog.ModelSummary;
import dev.frameloom.roles.ModelFolders;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the models of the catalog, and those that only lie in the models' folder.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom models list",
      "  frameloom models list --json",
      "  frameloom models list --set models.dir=/srv/models",
    })
final class ModelsListCommand implements Callable<Integer> {

  private static final int SHORT = 12;

  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "Print one JSON object, on one line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Catalog catalog = new ModelFolders(common.config()).catalog();
    List<ModelSummary> models = ModelSummary.all(catalog);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(tree(catalog, models)));
    } else if (models.isEmpty()) {
      out.println(
          "no models in "
              + catalog.root()
              + "; `frameloom models pull` fetches one, `models import` enters one of yours");
    } else {
      table(models).lines().forEach(out::println);
    }
    if (!json && models.stream().noneMatch(it -> it.name().equals(ModelFolders.DEFAULT_MODEL))) {
      out.println(
          ModelFolders.DEFAULT_MODEL
              + " ships with Frameloom, and is put there when it is first used, or by `models"
              + " init`");
    }
    out.flush();
    return ExitCode.OK;
  }

  private static TextTable table(List<ModelSummary> models) {
    TextTable table =
        new TextTable(
            "NAME", "KIND", "FAMILY", "TRAINED", "SIZE", "REVISION", "LICENCE", "LOCATION");
    for (ModelSummary model : models) {
      table.row(
          model.name(),
          model.kind().map(ModelKind::word).orElse("?"),
          orDash(model.family()),
          model.trained() ? "yes" : "no",
          ByteCount.text(model.size()),
          orDash(model.entry().map(it -> shortened(it.revision())).orElse("")),
          orDash(model.entry().map(CatalogEntry::licence).orElse("")),
          model.path() + note(model));
    }
    return table;
  }

  private static String note(ModelSummary model) {
    if (!model.problem().isEmpty()) {
      return "  (" + model.problem() + ")";
    }
    return model.entry().isPresent() ? "" : "  (not in the catalog)";
  }

  private static String shortened(String revision) {
    return revision.length() > SHORT ? revision.substring(0, SHORT) : revision;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static ObjectNode tree(Catalog catalog, List<ModelSummary> models) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("folder", catalog.root().toString());
    ArrayNode list = root.putArray("models");
    for (ModelSummary model : models) {
      ObjectNode node = list.addObject().put("name", model.name());
      node.put("kind", model.kind().map(ModelKind::word).orElse(null))
          .put("family", model.family())
          .put("trained", model.trained())
          .put("size", model.size())
          .put("catalogued", model.entry().isPresent())
          .put("revision", model.entry().map(CatalogEntry::revision).orElse(null))
          .put("licence", model.entry().map(CatalogEntry::licence).orElse(null))
          .put("origin", model.entry().map(it -> it.origin().text()).orElse(null))
          .put("added", model.entry().map(it -> it.added().toString()).orElse(null))
          .put("location", model.path().toString())
          .put("problem", model.problem());
    }
    return root;
  }
}
