package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tensors of one part of a model, in one safetensors file or in several with an index beside
 * them. Closing it leaves tensors that were read as they are.
 */
public final class WeightFiles implements AutoCloseable {

  private static final List<String> PICKLES = List.of(".bin", ".ckpt", ".pt", ".pth");

  private final Path folder;
  private final List<SafetensorsFile> files;
  private final Map<String, Located> tensors = new LinkedHashMap<>();

  /** A tensor and the file that it is in. */
  record Located(SafetensorsFile file, TensorEntry entry) {}

  private WeightFiles(Path folder, List<SafetensorsFile> files) {
    this.folder = folder;
    this.files = files;
    for (SafetensorsFile file : files) {
      for (TensorEntry entry : file.tensors().values()) {
        if (tensors.put(entry.name(), new Located(file, entry)) != null) {
          throw new ModelLoadException(
              "tensor " + entry.name() + " is in two files of " + folder + ", expected one");
        }
      }
    }
  }

  /**
   * Opens the weights of a part.
   *
   * @param folder the part's folder
   * @param stem file name before the ending, as {@code model} or {@code diffusion_pytorch_model}
   * @throws ModelLoadException where there are none, or only in a format that is not read
   */
  static WeightFiles open(Path folder, String stem) {
    List<Path> paths = locate(folder, stem);
    List<SafetensorsFile> files = new ArrayList<>();
    try {
      for (Path path : paths) {
        files.add(SafetensorsFile.open(path));
      }
      return new WeightFiles(folder, files);
    } catch (RuntimeException e) {
      files.forEach(SafetensorsFile::close);
      throw e;
    }
  }

  /**
   * Opens one safetensors file, whatever it holds.
   *
   * @throws ModelLoadException where there is none, or in a format that is not read
   */
  public static WeightFiles file(Path file) {
    String name = file.getFileName().toString();
    if (PICKLES.stream().anyMatch(name::endsWith)) {
      throw new ModelLoadException(
          file
              + " is a pickle and is refused: loading a pickle runs code from the file. Convert it"
              + " to safetensors");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelLoadException("missing file " + file);
    }
    return new WeightFiles(file.toAbsolutePath().getParent(), List.of(SafetensorsFile.open(file)));
  }

  private static List<Path> locate(Path folder, String stem) {
    for (String variant : List.of("", ".fp16")) {
      Path single = folder.resolve(stem + variant + ".safetensors");
      if (Files.isRegularFile(single)) {
        return List.of(single);
      }
      for (String index :
          List.of(
              stem + ".safetensors.index" + variant + ".json",
              stem + variant + ".safetensors.index.json")) {
        if (Files.isRegularFile(folder.resolve(index))) {
          return shards(folder.resolve(index));
        }
      }
    }
    throw new ModelLoadException(
        pickle(folder)
            .map(
                name ->
                    folder.resolve(name)
                        + " is a pickle checkpoint and is refused: loading a pickle runs code from"
                        + " the file. Convert it to "
                        + stem
                        + ".safetensors (the library safetensors does), or fetch that file from"
                        + " where the model comes from")
            .orElse(
                "missing file "
                    + folder.resolve(stem + ".safetensors")
                    + " (or "
                    + stem
                    + ".fp16.safetensors, or an index "
                    + stem
                    + ".safetensors.index.json with its files)"));
  }

  private static Optional<String> pickle(Path folder) {
    String[] names = folder.toFile().list();
    if (names == null) {
      return Optional.empty();
    }
    return List.of(names).stream()
        .filter(name -> PICKLES.stream().anyMatch(name::endsWith))
        .sorted()
        .findFirst();
  }

  private static List<Path> shards(Path index) {
    JsonNode map = JsonFile.read(index).path("weight_map");
    Set<String> names = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String name = entry.getValue().asText();
      if (name.contains("/") || name.contains("\\") || !name.endsWith(".safetensors")) {
        throw new ModelLoadException(
            index + ": expected names of safetensors files beside it, found \"" + name + "\"");
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      throw new ModelLoadException(index + ": expected a weight_map that names files, found none");
    }
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      Path path = index.resolveSibling(name);
      if (!Files.isRegularFile(path)) {
        throw new ModelLoadException("missing file " + path + ", which " + index + " names");
      }
      paths.add(path);
    }
    return paths;
  }

  Optional<Located> find(String tensor) {
    return Optional.ofNullable(tensors.get(tensor));
  }

  /** The files, in a stable order. */
  public List<Path> paths() {
    return files.stream().map(SafetensorsFile::file).sorted().toList();
  }

  /** Numbers in each tensor, by name, sorted. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    tensors.forEach((name, located) -> counts.put(name, located.entry().count()));
    return counts;
  }

  /** Shape of each tensor, by name, sorted. */
  public SortedMap<String, List<Long>> shapes() {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    tensors.forEach((name, located) -> shapes.put(name, located.entry().shape()));
    return shapes;
  }

  /** Number formats of the tensors, as {@code F16}. */
  public SortedSet<String> types() {
    SortedSet<String> types = new TreeSet<>();
    tensors.values().forEach(located -> types.add(located.entry().type()));
    return types;
  }

  /** What whoever wrote the files left in their headers. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    files.forEach(file -> metadata.putAll(file.metadata()));
    return metadata;
  }

  /** What to name where a tensor is missing: the one file, or the folder of several. */
  Path place() {
    return files.size() == 1 ? files.get(0).file() : folder;
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }
}
