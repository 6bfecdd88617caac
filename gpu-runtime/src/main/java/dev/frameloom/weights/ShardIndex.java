package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The index of weights that are spread over several files.
 *
 * @param path of the index
 * @param places names of files beside it, by tensor
 */
record ShardIndex(Path path, Map<String, String> places) {

  ShardIndex {
    places = Map.copyOf(places);
  }

  /**
   * Reads an index.
   *
   * @throws ModelLoadException where it names no files, or other files than some beside it
   */
  static ShardIndex read(Path path) {
    Map<String, String> places = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : JsonFile.read(path).path("weight_map").properties()) {
      String name = entry.getValue().asText();
      if (name.contains("/") || name.contains("\\") || !name.endsWith(".safetensors")) {
        throw new ModelLoadException(
            path + ": expected names of safetensors files beside it, found \"" + name + "\"");
      }
      places.put(entry.getKey(), name);
    }
    if (places.isEmpty()) {
      throw new ModelLoadException(path + ": expected a weight_map that names files, found none");
    }
    return new ShardIndex(path, places);
  }

  /** The files, which must be there. */
  List<Path> paths() {
    List<Path> paths =
        places.values().stream().distinct().sorted().map(path::resolveSibling).toList();
    for (Path file : paths) {
      if (!Files.isRegularFile(file)) {
        throw new ModelLoadException("missing file " + file + ", which " + path + " names");
      }
    }
    return paths;
  }

  /**
   * Compares the index with what the files hold.
   *
   * @throws ModelLoadException where a tensor is not where the index says, or is in no index
   */
  void check(List<SafetensorsFile> files) {
    Map<String, String> found = new TreeMap<>();
    for (SafetensorsFile file : files) {
      file.tensors()
          .keySet()
          .forEach(tensor -> found.put(tensor, file.file().getFileName().toString()));
    }
    new TreeMap<>(places)
        .forEach(
            (tensor, file) -> {
              if (!file.equals(found.get(tensor))) {
                throw differs(tensor, file, found.getOrDefault(tensor, "none of the files"));
              }
            });
    found.forEach(
        (tensor, file) -> {
          if (!places.containsKey(tensor)) {
            throw differs(tensor, "no file", file);
          }
        });
  }

  private ModelLoadException differs(String tensor, String expected, String found) {
    return new ModelLoadException(
        "%s: tensor %s: expected in %s as the index says, found in %s. The files are of different models or versions"
            .formatted(path, tensor, expected, found));
  }
}
