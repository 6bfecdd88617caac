package dev.frameloom.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model on disk, in one of the layouts in which models are passed on. All of them look like a
 * diffusers folder: parts {@code text_encoder}, {@code unet} and {@code vae}, each with a
 * configuration and with tensors of diffusers' names.
 */
public sealed interface ModelFiles permits ModelFolder, CheckpointFile {

  /**
   * Opens a model.
   *
   * @throws ModelLoadException where there is none, or in a format that is not read
   */
  static ModelFiles open(Path path) {
    return Files.isRegularFile(path) ? CheckpointFile.open(path) : ModelFolder.open(path);
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

  /**
   * What nothing in the files says and was taken to be so, and how to say otherwise; for people.
   */
  default List<String> assumptions() {
    return List.of();
  }

  /** All files that loading reads. */
  List<Path> files();

  /** SHA-256 over all that loading reads: equal revisions are equal models. */
  String revision();
}
