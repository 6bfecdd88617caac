package dev.frameloom.restyle;

import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.model.ModelReference;
import dev.frameloom.roles.ModelFolders;
import dev.frameloom.roles.UntrainedModels;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the default model where there is none yet, so that a fresh machine has one. */
final class DefaultModel {

  private static final String METHOD_WITHOUT_MODEL = "none";

  private DefaultModel() {}

  /**
   * Makes sure that the configured model is there.
   *
   * @throws dev.frameloom.weights.ModelLoadException where another model than the default one is
   *     named and not there, or a LoRA
   * @throws ConfigException where the setting is no reference
   */
  static void prepare(Config config, ProgressListener progress) {
    if (config.get(Settings.METHOD).equals(METHOD_WITHOUT_MODEL)) {
      return;
    }
    ModelFolders folders = new ModelFolders(config);
    ModelReference reference = reference(config.get(Settings.MODEL));
    String model = reference.base();
    Path folder = folders.folder(model);
    if (model.equals(ModelFolders.DEFAULT_MODEL) && !Files.exists(folder)) {
      progress.stage("model", 0, "files of a small untrained model, in " + folder);
      UntrainedModels.create(folders, model, 0);
    }
    folders.existing(model);
    reference.loras().forEach(lora -> folders.locateLora(lora.name()));
  }

  private static ModelReference reference(String text) {
    try {
      return ModelReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("edit.model: " + e.getMessage());
    }
  }
}
