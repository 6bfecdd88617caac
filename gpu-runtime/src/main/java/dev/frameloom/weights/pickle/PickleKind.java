package dev.frameloom.weights.pickle;

import dev.frameloom.weights.ForeignFile;
import dev.frameloom.weights.ForeignTensors;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells what a pickle holds that nothing here uses. */
public final class PickleKind {

  private PickleKind() {}

  /**
   * Passes whatever is no pickle, can't be read, or may be of use when it is imported.
   *
   * @throws ModelLoadException where a file is a textual inversion, a LoHa or another of the kinds
   *     that are known and not supported
   */
  public static void requireNoOther(Path file) {
    if (!Files.isRegularFile(file) || !ForeignFile.isPickle(file.getFileName().toString())) {
      return;
    }
    Optional<ForeignTensors.Found> found = Optional.empty();
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      SortedMap<String, List<Long>> shapes = new TreeMap<>();
      checkpoint.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      found = ForeignTensors.of(shapes);
    } catch (ModelLoadException e) {
      if (e.getCause() instanceof OtherKindException) {
        throw e;
      }
    }
    if (found.isPresent()) {
      throw TorchCheckpoint.other(file, new OtherKindException(found.get().what()));
    }
  }
}
