package dev.frameloom.model;

import dev.frameloom.weights.FileStamp;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.WeightFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model's description, made when somebody asks for it: hashing the files takes several times as
 * long as loading the model. Safe to use from several threads.
 */
final class LazyDescription {

  private static final List<String> PARTS = List.of("text_encoder", "unet", "vae");

  private final ModelFiles files;
  private final List<FileStamp> loaded;
  private Optional<ModelDescription> description = Optional.empty();

  /** Of a model that has just been loaded from these files. */
  LazyDescription(ModelFiles files) {
    this.files = files;
    loaded = PARTS.stream().flatMap(this::stamps).toList();
  }

  private Stream<FileStamp> stamps(String part) {
    try (WeightFiles weights = files.weights(part)) {
      return weights.paths().stream().map(FileStamp::of).toList().stream();
    }
  }

  /**
   * Describes the model.
   *
   * @throws dev.frameloom.weights.ModelLoadException where a file is not the one that was loaded
   */
  synchronized ModelDescription get() {
    if (description.isEmpty()) {
      loaded.forEach(FileStamp::requireSame);
      description = Optional.of(ModelDescriptions.of(files));
    }
    return description.get();
  }
}
