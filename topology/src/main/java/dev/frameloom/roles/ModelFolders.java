package dev.frameloom.roles;

import dev.frameloom.catalog.Catalog;
import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds a model by its name: in the catalog of the configured folder first, then as a folder or
 * file of that name in it; a path is taken as it is.
 */
public final class ModelFolders {

  /** The model that is used where none is named. */
  public static final String DEFAULT_MODEL = "default";

  private final Catalog catalog;

  /** Models of the configured folder. */
  public ModelFolders(Config config) {
    this.catalog = new Catalog(expand(config.get(Settings.MODELS_DIR)));
  }

  /** The catalog of the folder that holds models. */
  public Catalog catalog() {
    return catalog;
  }

  /** Where a model of this name is or would be; a path is one with a separator in it. */
  public Path folder(String model) {
    if (model.isBlank()) {
      throw new ModelLoadException("the edit names no model; set edit.model, or --model");
    }
    return isPath(model) ? expand(model) : catalog.resolve(model);
  }

  /** Whether a model is given by a path, and not by a name. */
  public static boolean isPath(String model) {
    return model.contains("/") || model.contains("\\") || model.startsWith("~");
  }

  /**
   * The folder of a model that is there.
   *
   * @throws ModelLoadException where it is not
   */
  public Path existing(String model) {
    Path folder = folder(model);
    if (!Files.exists(folder)) { // a file is refused when it is opened, with the reason
      throw new ModelLoadException(
          "no model "
              + model
              + ": "
              + folder
              + " is not there; `frameloom models list` shows those that are. Fetch one with"
              + " `frameloom models pull`, enter one of yours with `frameloom models import`, or make"
              + " an untrained one with `frameloom models init "
              + model
              + "`");
    }
    return folder;
  }

  /** A path with a leading {@code ~} replaced by the home folder. */
  public static Path expand(String path) {
    return path.equals("~") || path.startsWith("~/")
        ? Path.of(System.getProperty("user.home") + path.substring(1))
        : Path.of(path);
  }
}
