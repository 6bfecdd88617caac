package dev.frameloom.roles;

import dev.frameloom.catalog.Catalog;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.ModelLocator;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds what edits name where anybody may write them: what lies in the folder of models under a
 * plain name, and paths below the folders that the operator allows, links followed. Whatever else a
 * name says, no file is looked for, and what is said about it is the same whether there is one or
 * not.
 */
final class NamedModels implements ModelLocator {

  private static final String WEIGHTS_ENDING = ".safetensors";

  private final ModelFolders folders;
  private final List<Path> allowed;

  NamedModels(Config config) {
    folders = new ModelFolders(config);
    allowed = allowedFolders(config);
  }

  /**
   * The folders that the operator allows.
   *
   * @throws ConfigException where one is no absolute path
   */
  static List<Path> allowedFolders(Config config) {
    return Arrays.stream(config.get(Settings.MODEL_FOLDERS).split(","))
        .map(String::strip)
        .filter(folder -> !folder.isEmpty())
        .map(NamedModels::absolute)
        .toList();
  }

  private static Path absolute(String folder) {
    Path path = ModelFolders.expand(folder);
    if (!path.isAbsolute()) {
      throw new ConfigException("editing.model-folders: expected absolute paths, found " + folder);
    }
    return path.normalize();
  }

  /** Why a service that allows these folders refuses a name by itself; empty where it may do. */
  static Optional<String> refusal(String kind, String name, List<Path> allowed) {
    boolean fine = ModelFolders.isPlainName(name) || isBelow(name, allowed);
    return fine
        ? Optional.empty()
        : Optional.of(
            "%s '%s' is no name: edits of a service name what `frameloom models list` lists there; its operator may allow paths below a folder by editing.model-folders"
                .formatted(kind, name));
  }

  private static boolean isBelow(String name, List<Path> allowed) {
    try {
      Path path = Path.of(name);
      return path.isAbsolute() && allowed.stream().anyMatch(path.normalize()::startsWith);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public Path locate(String model) {
    return locate("model", model, () -> folders.existing(model));
  }

  @Override
  public Path locateLora(String lora) {
    return locate("LoRA", lora, () -> folders.locateLora(lora));
  }

  private Path locate(String kind, String name, Supplier<Path> find) {
    refusal(kind, name, allowed)
        .ifPresent(
            why -> {
              throw new EditException(why);
            });
    Path found;
    try {
      found = find.get();
    } catch (ModelLoadException e) {
      throw absent(kind, name);
    }
    if (!ModelFolders.isPlainName(name)) {
      return requireBelow(kind, name, found, allowed);
    }
    Catalog catalog = folders.catalog();
    if (catalog.find(name).isPresent()) {
      return found;
    }
    // what nobody catalogued: a folder or weights in the folder of models, wherever it is kept
    if (!Files.isDirectory(found) && !found.toString().endsWith(WEIGHTS_ENDING)) {
      throw absent(kind, name);
    }
    return found;
  }

  private static Path requireBelow(String kind, String name, Path found, List<Path> allowed) {
    try {
      Path real = found.toRealPath();
      for (Path folder : allowed) {
        if (Files.isDirectory(folder) && real.startsWith(folder.toRealPath())) {
          return real;
        }
      }
    } catch (IOException e) {
      // it is not there any more, which is not told either
    }
    throw absent(kind, name);
  }

  private static EditException absent(String kind, String name) {
    return new EditException(
        "no %s '%s' in this service; `frameloom models list` lists there what it has"
            .formatted(kind, name));
  }
}
