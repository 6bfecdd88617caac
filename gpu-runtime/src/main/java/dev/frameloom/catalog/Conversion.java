package dev.frameloom.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What has to be done with files of other programs before they are a model that is read from its
 * place: another format, or several files that belong together.
 */
sealed interface Conversion permits NetworkConversion, FileConversion, FolderConversion {

  /** Bytes that are written, about. */
  long size();

  /** Whether the model is a folder; else it is one safetensors file. */
  boolean isFolder();

  /**
   * Writes the model: into the folder, or to {@code NAME.safetensors} in it with its settings
   * beside it.
   *
   * @param folder empty
   * @param name of the model
   */
  void write(Path folder, String name, ByteProgress progress) throws IOException;

  /**
   * What has to be done with what a user gives.
   *
   * @param sources one folder or file; or two files that are one model
   * @return empty where there is nothing to do: it can be copied as it is
   * @throws dev.frameloom.weights.ModelLoadException where it is nothing that is known, or a part
   *     of a model is missing; says what to do
   */
  static Optional<Conversion> of(List<Path> sources) {
    Optional<Conversion> folder = FolderConversion.of(sources);
    if (folder.isPresent()) {
      return folder;
    }
    Optional<Conversion> network = NetworkConversion.of(sources);
    return network.isPresent() ? network : FileConversion.of(sources);
  }
}
