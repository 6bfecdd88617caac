package dev.frameloom.model;

import dev.frameloom.weights.ModelFolder;

/** Descriptions of models on disk. */
final class ModelDescriptions {

  private ModelDescriptions() {}

  static ModelDescription of(ModelFolder folder) {
    return new ModelDescription(
        folder.path().toAbsolutePath().normalize().getFileName().toString(),
        folder.revision(),
        folder.trained());
  }
}
