package dev.frameloom.catalog;

import dev.frameloom.hub.FileSelection;
import dev.frameloom.hub.HubFile;
import dev.frameloom.hub.HubListing;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What fetching a model comes to.
 *
 * @param request what is wanted
 * @param listing what the hub has
 * @param selection what of it is needed
 * @param staging folder that files are fetched into
 * @param replaced the entry whose place it takes: another state of the same model
 * @param upToDate whether exactly this is there already
 */
public record PullPlan(
    PullRequest request,
    HubListing listing,
    FileSelection selection,
    Path staging,
    Optional<CatalogEntry> replaced,
    boolean upToDate) {

  /** Where a file is fetched to. */
  Path target(HubFile file) {
    return staging.resolve(selection.single() ? file.fileName() : file.name());
  }

  /** Bytes to fetch; those that an earlier try has fetched are left out. */
  public long missing() {
    return upToDate ? 0 : selection.files().stream().mapToLong(this::missing).sum();
  }

  /** The same of one file. */
  public long missing(HubFile file) {
    Path target = target(file);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      if (Files.exists(target)) {
        return 0;
      }
      return Files.exists(part) ? Math.max(0, file.size() - Files.size(part)) : file.size();
    } catch (IOException e) {
      throw new ModelLoadException(part + " can't be read: " + e.getMessage(), e);
    }
  }
}
