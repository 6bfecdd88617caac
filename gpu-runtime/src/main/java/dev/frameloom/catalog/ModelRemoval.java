package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes models away. */
public final class ModelRemoval {

  private ModelRemoval() {}

  /**
   * Takes an entry out of a catalog, and deletes its files where they are the catalog's own.
   *
   * @return what was done, for people
   * @throws ModelLoadException where there is no such entry, or its files can't be deleted
   */
  public static String remove(Catalog catalog, String name) {
    CatalogEntry entry =
        catalog
            .find(name)
            .orElseThrow(
                () ->
                    new ModelLoadException(
                        "no model "
                            + name
                            + " in "
                            + catalog.file()
                            + "; `frameloom models list` shows those that are. What only lies in the"
                            + " folder is removed by deleting it"));
    Path path = catalog.path(entry);
    catalog.remove(name); // first: a name without files would be found and fail
    boolean shared =
        catalog.entries().stream().map(catalog::path).anyMatch(it -> it.startsWith(path));
    if (shared || !catalog.owns(entry)) {
      return name + " is not in the catalog any more; its files stay in " + path;
    }
    try {
      if (Files.isRegularFile(path)) {
        for (String file : entry.files().keySet()) {
          Staging.delete(path.resolveSibling(file)); // settings beside a checkpoint go with it
        }
      }
      Staging.delete(path);
    } catch (IOException e) {
      throw new ModelLoadException(path + " can't be deleted: " + e.getMessage(), e);
    }
    return name + " is removed, with its files in " + path;
  }
}
