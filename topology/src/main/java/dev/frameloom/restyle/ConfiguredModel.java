package dev.frameloom.restyle;

import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.model.ModelReference;
import dev.frameloom.roles.ModelFolders;
import java.nio.file.Files;

/** Makes sure that the configured model is there before anything is started. */
final class ConfiguredModel {

  private static final String METHOD_WITHOUT_MODEL = "none";

  private ConfiguredModel() {}

  /**
   * Looks for the model and its LoRAs. The one that ships with Frameloom is put there.
   *
   * @throws dev.frameloom.weights.ModelLoadException where the model or a LoRA is not there
   * @throws ConfigException where the setting is no reference
   */
  static void prepare(Config config, ProgressListener progress) {
    if (config.get(Settings.METHOD).equals(METHOD_WITHOUT_MODEL)) {
      return;
    }
    ModelFolders folders = new ModelFolders(config);
    ModelReference reference = reference(config.get(Settings.MODEL));
    String model = reference.base();
    if (model.equals(ModelFolders.DEFAULT_MODEL) && !Files.exists(folders.folder(model))) {
      progress.stage(
          "model", 0, model + ", which ships with Frameloom, into " + folders.catalog().root());
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
