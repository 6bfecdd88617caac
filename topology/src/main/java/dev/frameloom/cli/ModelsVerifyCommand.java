package dev.frameloom.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.catalog.ByteCount;
import dev.frameloom.catalog.ByteProgress;
import dev.frameloom.catalog.Catalog;
import dev.frameloom.catalog.CatalogEntry;
import dev.frameloom.catalog.Verification;
import dev.frameloom.restyle.ProgressListener;
import dev.frameloom.roles.ModelFolders;
import dev.frameloom.weights.ModelLoadException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = "Reads models again and says which files are not what was catalogued.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  frameloom models verify              (all)",
      "  frameloom models verify sd15 ink",
    })
final class ModelsVerifyCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which (default: all).")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Print one JSON object, on one line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Catalog catalog = new ModelFolders(common.config()).catalog();
    List<CatalogEntry> entries = names.isEmpty() ? catalog.entries() : named(catalog);
    List<Verification> results = new ArrayList<>();
    ProgressListener view = ProgressView.standard(false);
    try {
      ByteProgress progress = new ByteProgressView(view);
      for (CatalogEntry entry : entries) {
        results.add(Verification.of(catalog, entry, progress));
      }
    } finally {
      view.end();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(tree(results)));
    } else {
      results.forEach(result -> print(out, result));
    }
    out.flush();
    return results.stream().allMatch(Verification::intact) ? ExitCode.OK : ExitCode.MODEL;
  }

  private List<CatalogEntry> named(Catalog catalog) {
    return names.stream()
        .map(
            name ->
                catalog
                    .find(name)
                    .orElseThrow(
                        () ->
                            new ModelLoadException(
                                "no model "
                                    + name
                                    + " in "
                                    + catalog.file()
                                    + "; `frameloom models list` shows those that are, `frameloom"
                                    + " models import` enters one")))
        .toList();
  }

  private static void print(PrintWriter out, Verification result) {
    CatalogEntry entry = result.entry();
    if (result.intact()) {
      out.printf(
          "%s: intact, %d files, %s, revision %.12s%n",
          entry.name(), entry.files().size(), ByteCount.text(entry.size()), entry.revision());
      return;
    }
    out.println(entry.name() + ": DIFFERS from what was catalogued on " + entry.added());
    result.differences().forEach(difference -> out.println("  " + difference));
  }

  private static ObjectNode tree(List<Verification> results) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("intact", results.stream().allMatch(Verification::intact));
    ArrayNode models = root.putArray("models");
    for (Verification result : results) {
      ObjectNode node =
          models
              .addObject()
              .put("name", result.entry().name())
              .put("revision", result.entry().revision())
              .put("intact", result.intact());
      result.differences().forEach(node.putArray("differences")::add);
    }
    return root;
  }
}
