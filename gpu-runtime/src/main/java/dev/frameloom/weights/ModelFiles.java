package dev.frameloom.weights;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model on disk, in one of the layouts in which models are passed on. All of them look like a
 * diffusers folder: parts {@code text_encoder}, {@code unet} and {@code vae}, each with a
 * configuration and with tensors of diffusers' names.
 */
public sealed interface ModelFiles permits ModelFolder {

  /**
   * Opens a model.
   *
   * @throws ModelLoadException where there is none, or in a format that is not read
   */
  static ModelFiles open(Path path) {
    return ModelFolder.open(path);
  }

  /** The folder or file. */
  Path path();

  /** A name for people. */
  default String name() {
    return path().toAbsolutePath().normalize().getFileName().toString();
  }

  /** A part's configuration. */
  ConfigReader config(String part);

  /** The scheduler's configuration. */
  ConfigReader schedulerConfig();

  /** The folder of the model's own tokenizer, where the layout has one. */
  Optional<Path> tokenizer();

  /** A part's weights; the caller closes them. */
  WeightFiles weights(String part);

  /** False where the model says of itself that its weights are made up. */
  boolean trained();

  /** SHA-256 over all that loading reads: equal revisions are equal models. */
  String revision();
}
