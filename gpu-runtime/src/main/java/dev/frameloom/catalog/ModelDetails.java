package dev.frameloom.catalog;

import dev.frameloom.edit.ModelCard;
import dev.frameloom.lora.LoraInspection;
import dev.frameloom.model.ModelInspection;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that can be told of a model without loading it.
 *
 * @param path where it is
 * @param kind what it is
 * @param network of one that its configuration names, which one: {@code RAFT, large}; else empty
 * @param entry what the catalog says of it; empty where it is not in there
 * @param revision SHA-256 over what loading reads; that of the catalog where it is in there
 * @param sizes bytes by file
 * @param parameters numbers in the weights of each part; of one without parts, under its kind
 * @param model of a whole model, what it is made of
 * @param card of a whole model, what it recommends
 * @param lora of a LoRA, what it changes
 */
public record ModelDetails(
    Path path,
    ModelKind kind,
    String network,
    Optional<CatalogEntry> entry,
    String revision,
    SortedMap<String, Long> sizes,
    SortedMap<String, Long> parameters,
    Optional<ModelInspection> model,
    ModelCard card,
    Optional<LoraInspection> lora) {

  public ModelDetails {
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /**
   * Looks at what lies at a path. What is not in the catalog is read as a whole, for its revision.
   *
   * @throws ModelLoadException where it is nothing that can be loaded
   */
  public static ModelDetails of(Catalog catalog, Path path, ByteProgress progress) {
    ModelKind kind = Recognition.kind(path);
    Path place = path.toAbsolutePath().normalize();
    Optional<CatalogEntry> entry =
        catalog.entries().stream().filter(it -> catalog.path(it).equals(place)).findFirst();
    try {
      SortedMap<String, Path> files = ModelContents.files(kind, path);
      SortedMap<String, Long> sizes = new TreeMap<>();
      for (Map.Entry<String, Path> file : files.entrySet()) {
        sizes.put(file.getKey(), Files.size(file.getValue()));
      }
      String revision =
          entry.isPresent()
              ? entry.get().revision()
              : ModelContents.revision(
                  kind, path, ModelContents.hash(files, "checksums", progress));
      Optional<ModelInspection> model =
          kind == ModelKind.MODEL
              ? Optional.of(ModelInspection.inspect(ModelFiles.open(path), revision))
              : Optional.empty();
      Optional<LoraInspection> lora =
          kind == ModelKind.LORA ? Optional.of(LoraInspection.inspect(path)) : Optional.empty();
      return new ModelDetails(
          path,
          kind,
          kind.isNetwork() ? NetworkKind.family(path) : "",
          entry,
          revision,
          sizes,
          parameters(kind, files, model),
          model,
          kind == ModelKind.MODEL ? ModelCard.of(path) : ModelCard.NONE,
          lora);
    } catch (IOException e) {
      throw new ModelLoadException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  private static SortedMap<String, Long> parameters(
      ModelKind kind, SortedMap<String, Path> files, Optional<ModelInspection> model) {
    SortedMap<String, Long> parameters = new TreeMap<>();
    if (model.isPresent()) {
      model.get().parts().forEach(part -> parameters.put(part.name(), part.parameters()));
      return parameters;
    }
    long all = 0;
    for (Path file : files.values()) {
      if (file.toString().endsWith(".safetensors")) {
        for (List<Long> shape : SafetensorsNames.read(file).values()) {
          all += shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        }
      }
    }
    parameters.put(kind.word(), all);
    return parameters;
  }

  /** Bytes of all files. */
  public long size() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }
}
