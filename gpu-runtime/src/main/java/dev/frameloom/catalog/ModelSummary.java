package dev.frameloom.catalog;

import dev.frameloom.unet.UNetConfig;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a list of models says about one of them; nothing is hashed for it.
 *
 * @param name what it is called by
 * @param path where it is
 * @param entry what the catalog says; empty for one that only lies in the folder
 * @param kind what it is; empty where that can't be seen
 * @param family {@code SD 1}, {@code SD 2}, {@code RAFT, large}; empty where there is none to tell
 * @param trained false where the model says of itself that its weights are made up
 * @param size bytes
 * @param problem why it can't be used; empty where it can
 */
public record ModelSummary(
    String name,
    Path path,
    Optional<CatalogEntry> entry,
    Optional<ModelKind> kind,
    String family,
    boolean trained,
    long size,
    String problem) {

  /** Files in this folder are found by their names too. */
  private static final String LORAS = "loras";

  /**
   * All models of a catalog, and those that lie in its folder without being in it.
   *
   * @throws ModelLoadException where the catalog is damaged or the folder can't be read
   */
  public static List<ModelSummary> all(Catalog catalog) {
    List<ModelSummary> all = new ArrayList<>();
    Set<Path> known = new HashSet<>();
    for (CatalogEntry entry : catalog.entries()) {
      Path path = catalog.path(entry);
      known.add(path);
      all.add(of(entry.name(), path, Optional.of(entry)));
    }
    List<Path> others = new ArrayList<>(visible(catalog.root()));
    Path loras = catalog.root().resolve(LORAS);
    if (!known.contains(loras) && others.remove(loras)) {
      others.addAll(visible(loras));
    }
    for (Path path : others) {
      String file = path.getFileName().toString();
      boolean single = file.endsWith(".safetensors");
      if (!known.contains(path) && (single || Files.isDirectory(path))) {
        String name = single ? file.substring(0, file.lastIndexOf('.')) : file;
        all.add(of(name, path, Optional.empty()));
      }
    }
    return all;
  }

  private static List<Path> visible(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(it -> !it.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new ModelLoadException(root + " can't be read: " + e.getMessage(), e);
    }
  }

  private static ModelSummary of(String name, Path path, Optional<CatalogEntry> entry) {
    Optional<ModelKind> kind = entry.map(CatalogEntry::kind);
    long size = entry.map(CatalogEntry::size).orElse(0L);
    if (!Files.exists(path)) {
      return new ModelSummary(name, path, entry, kind, "", true, size, "its files are gone");
    }
    try {
      kind = Optional.of(Recognition.kind(path));
      if (entry.isEmpty()) {
        size = ModelContents.size(ModelContents.files(kind.get(), path));
      }
      Optional<ModelFiles> model =
          kind.filter(ModelKind.MODEL::equals).map(it -> ModelFiles.open(path));
      return new ModelSummary(
          name,
          path,
          entry,
          kind,
          kind.get().isNetwork()
              ? NetworkKind.family(path)
              : model.map(ModelSummary::family).orElse(""),
          model.map(ModelFiles::trained).orElse(true),
          size,
          "");
    } catch (ModelLoadException | IOException e) {
      return new ModelSummary(
          name, path, entry, kind, "", true, size, String.valueOf(e.getMessage()));
    }
  }

  /** By the size of the text embeddings: the families' text encoders differ in it. */
  private static String family(ModelFiles model) {
    int context = UNetConfig.read(model.config("unet")).contextSize();
    return switch (context) {
      case 768 -> "SD 1";
      case 1024 -> "SD 2";
      default -> "own, " + context;
    };
  }
}
