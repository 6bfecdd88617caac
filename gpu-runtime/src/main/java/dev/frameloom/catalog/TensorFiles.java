package dev.frameloom.catalog;

import dev.frameloom.weights.ForeignFile;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsTensors;
import dev.frameloom.weights.TensorFile;
import dev.frameloom.weights.pickle.TorchCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files of tensors, whatever their format. */
final class TensorFiles {

  private TensorFiles() {}

  /**
   * Opens a file: a checkpoint of PyTorch by its name, else safetensors.
   *
   * @throws ModelLoadException where it is neither
   */
  static TensorFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelLoadException("missing file " + file);
    }
    return isPickle(file) ? TorchCheckpoint.open(file) : SafetensorsTensors.open(file);
  }

  static boolean isPickle(Path file) {
    return ForeignFile.isPickle(file.getFileName().toString());
  }
}
