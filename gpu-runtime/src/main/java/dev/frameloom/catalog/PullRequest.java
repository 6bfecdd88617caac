package dev.frameloom.catalog;

import dev.frameloom.hub.RepositoryId;
import java.util.Optional;

/**
 * What is to be fetched from a hub.
 *
 * @param repository which, and which state of it
 * @param file the one file of weights that is wanted; empty for a folder
 * @param variant of the weights, as {@code fp16}; empty for none
 * @param name what to call it
 */
public record PullRequest(
    RepositoryId repository, Optional<String> file, String variant, String name) {

  public PullRequest {
    CatalogEntry.checkName(name);
    if (!variant.matches("\\w*")) {
      throw new IllegalArgumentException("expected a variant as fp16, found \"" + variant + "\"");
    }
  }

  /** The name where none is given: that of the repository, or of the file. */
  public static String standardName(RepositoryId repository, Optional<String> file) {
    return file.map(it -> it.substring(it.lastIndexOf('/') + 1).replaceFirst("\\.\\w+$", ""))
        .orElseGet(repository::name);
  }
}
