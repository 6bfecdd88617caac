package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.StoredTensor;
import dev.frameloom.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A published network of one file or two becomes a folder: {@code model.safetensors} with the names
 * that its authors gave to tensors, and {@code config.json} that says which network it is.
 *
 * @param sources files
 * @param kind which network
 * @param size bytes of the tensors that it uses
 */
record NetworkConversion(List<Path> sources, NetworkKind kind, long size) implements Conversion {

  /** Files that have a model's tensors, and which of them are used. */
  private static final class Opened implements AutoCloseable {
    private final List<TensorFile> files = new ArrayList<>();
    private final SortedMap<String, StoredTensor> used = new TreeMap<>();
    private Optional<NetworkKind> kind = Optional.empty();

    private Opened(List<Path> sources) {
      try {
        for (Path source : sources) {
          files.add(TensorFiles.open(source));
        }
        look(sources);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    private void look(List<Path> sources) {
      if (files.size() == 1) {
        SortedMap<String, StoredTensor> tensors = withoutPrefix(files.get(0).tensors());
        kind = FlowNames.kind(sources.get(0), tensors.keySet());
        if (kind.isPresent()) {
          used.putAll(tensors);
          return;
        }
      }
      List<LpipsParts> parts = files.stream().map(LpipsParts::in).toList();
      if (files.size() <= 2 && parts.stream().allMatch(LpipsParts::isSome)) {
        kind = Optional.of(LpipsParts.join(parts));
        used.putAll(LpipsParts.tensors(parts));
      } else if (files.size() > 1) {
        throw new ModelLoadException(
            "expected one model, found "
                + sources
                + ". Only LPIPS is made of two files: the weights of the package lpips and"
                + " torchvision's network; import others one by one");
      }
    }

    @Override
    public void close() {
      files.forEach(TensorFile::close);
    }
  }

  /** Of training on several GPUs; a pickle's reader has taken it off already. */
  private static SortedMap<String, StoredTensor> withoutPrefix(
      SortedMap<String, StoredTensor> tensors) {
    String prefix = "module.";
    SortedMap<String, StoredTensor> renamed = new TreeMap<>();
    tensors.forEach(
        (name, tensor) ->
            renamed.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, tensor));
    return renamed;
  }

  /** Empty unless the files are a network that is known. */
  static Optional<Conversion> of(List<Path> sources) {
    if (sources.size() == 1 && !Files.isRegularFile(sources.get(0))) {
      return Optional.empty();
    }
    try (Opened opened = new Opened(sources)) {
      return opened.kind.map(
          kind -> new NetworkConversion(sources, kind, ConvertedWeights.size(opened.used)));
    }
  }

  @Override
  public boolean isFolder() {
    return true;
  }

  @Override
  public void write(Path folder, String name, ByteProgress progress) throws IOException {
    try (Opened opened = new Opened(sources)) {
      new ConvertedWeights(progress, size).write(opened.used, folder.resolve("model.safetensors"));
    }
    Files.writeString(
        folder.resolve("config.json"), "{\n  \"model_type\": \"" + kind.modelType() + "\"\n}\n");
  }
}
