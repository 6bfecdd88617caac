package dev.frameloom.catalog;

import dev.frameloom.hub.FileSelection;
import dev.frameloom.hub.HubFile;
import dev.frameloom.hub.HubListing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what a hub has with what a catalog has. */
final class PullPlanner {

  private static final String STAGING = ".pull";
  private static final int SHORT_COMMIT = 12;

  private final Catalog catalog;
  private final String hub;

  PullPlanner(Catalog catalog, String hub) {
    this.catalog = catalog;
    this.hub = hub;
  }

  PullPlan plan(PullRequest request, HubListing listing) {
    FileSelection selection =
        request
            .file()
            .map(file -> FileSelection.file(listing, file))
            .orElseGet(() -> FileSelection.folder(listing, request.variant()));
    Optional<CatalogEntry> replaced =
        catalog.find(request.name()).filter(entry -> isOf(entry, listing.id()));
    if (replaced.isEmpty()) {
      catalog.checkFree(request.name());
    }
    return new PullPlan(
        request,
        listing,
        selection,
        catalog.root().resolve(STAGING).resolve(folderOf(listing)),
        replaced,
        replaced.filter(entry -> isSame(entry, listing, selection)).isPresent());
  }

  private static String folderOf(HubListing listing) {
    return listing.id().replace("/", "--") + "-" + shortened(listing.commit());
  }

  static String shortened(String commit) {
    return commit.substring(0, SHORT_COMMIT);
  }

  private boolean isOf(CatalogEntry entry, String id) {
    return entry.origin() instanceof ModelOrigin.Pulled pulled
        && pulled.id().equals(id)
        && pulled.hub().equals(hub);
  }

  private boolean isSame(CatalogEntry entry, HubListing listing, FileSelection selection) {
    boolean sameCommit =
        entry.origin() instanceof ModelOrigin.Pulled pulled
            && pulled.commit().equals(listing.commit());
    return sameCommit
        && (selection.single() ? isFile(entry, selection) : isFolder(entry, selection));
  }

  /**
   * A single file is known by its contents: its name is the entry's. One that was converted is not
   * known again, and fetched anew.
   */
  private boolean isFile(CatalogEntry entry, FileSelection selection) {
    HubFile wanted = selection.files().get(0);
    return Files.isRegularFile(catalog.path(entry))
        && entry.files().values().stream()
            .allMatch(it -> wanted.checksum().equals(new HubFile.Sha256(it.sha256())));
  }

  private boolean isFolder(CatalogEntry entry, FileSelection selection) {
    Set<String> wanted =
        selection.files().stream()
            .map(it -> FolderConversion.converted(it.name()))
            .collect(Collectors.toSet());
    Path place = catalog.path(entry);
    return entry.files().keySet().equals(wanted)
        && wanted.stream().allMatch(it -> Files.isRegularFile(place.resolve(it)));
  }
}
