package dev.frameloom.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files that hold the weights of a part.
 *
 * @param paths one file, or those that the index names
 * @param index where there are several
 */
record PartLocation(List<Path> paths, Optional<ShardIndex> index) {

  PartLocation {
    paths = List.copyOf(paths);
  }

  /**
   * Looks for weights: in full precision first, then the half precision variant. Others, as {@code
   * non_ema}, are for training.
   *
   * @param folder the part's folder
   * @param stem file name before the ending
   * @throws ModelLoadException where there are none, or only in a format that is not read
   */
  static PartLocation find(Path folder, String stem) {
    for (String variant : List.of("", ".fp16")) {
      Path single = folder.resolve(stem + variant + ".safetensors");
      if (Files.isRegularFile(single)) {
        return new PartLocation(List.of(single), Optional.empty());
      }
      for (String name :
          List.of(
              stem + ".safetensors.index" + variant + ".json",
              stem + variant + ".safetensors.index.json")) {
        if (Files.isRegularFile(folder.resolve(name))) {
          ShardIndex index = ShardIndex.read(folder.resolve(name));
          return new PartLocation(index.paths(), Optional.of(index));
        }
      }
    }
    throw pickle(folder)
        .map(name -> ForeignFile.pickle(folder.resolve(name)))
        .orElseGet(
            () ->
                new ModelLoadException(
                    "missing file %s (or %s.fp16.safetensors, or an index %s.safetensors.index.json with its files)"
                        .formatted(folder.resolve(stem + ".safetensors"), stem, stem)));
  }

  private static Optional<String> pickle(Path folder) {
    String[] names = folder.toFile().list();
    if (names == null) {
      return Optional.empty();
    }
    return List.of(names).stream().filter(ForeignFile::isPickle).sorted().findFirst();
  }
}
