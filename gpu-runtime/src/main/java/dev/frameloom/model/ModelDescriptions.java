package dev.frameloom.model;

import dev.frameloom.weights.ModelFiles;

/** Descriptions of models on disk. */
final class ModelDescriptions {

  private ModelDescriptions() {}

  static ModelDescription of(ModelFiles files) {
    return new ModelDescription(files.name(), files.revision(), files.trained());
  }
}
