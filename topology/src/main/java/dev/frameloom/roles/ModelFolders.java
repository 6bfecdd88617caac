package dev.frameloom.roles;

import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a model's folder by its name. */
public final class ModelFolders {

  /** The model that is used where none is named. */
  public static final String DEFAULT_MODEL = "default";

  private final Path root;

  /** Models below the configured folder. */
  public ModelFolders(Config config) {
    this.root = expand(config.get(Settings.MODELS_DIR));
  }

  /** The folder that holds models. */
  public Path root() {
    return root;
  }

  /** Where a model of this name is or would be: a name below the root, or a path. */
  public Path folder(String model) {
    if (model.isBlank()) {
      throw new ModelLoadException("the edit names no model; set edit.model, or --model");
    }
    boolean path = model.contains("/") || model.contains("\\") || model.startsWith("~");
    return path ? expand(model) : root.resolve(model);
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
              + " is not there; put a diffusers folder there, or make an untrained one with"
              + " `frameloom models init "
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
