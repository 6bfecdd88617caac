package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.StoredTensor;
import dev.frameloom.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of the diffusers or transformers library that has weights as pickles: CLIP as {@code
 * pytorch_model.bin}, parts of a diffusers folder as {@code diffusion_pytorch_model.bin}, PEFT's
 * adapters as {@code adapter_model.bin}. Settings are copied, pickles converted where the same part
 * has no safetensors.
 *
 * @param source the folder
 * @param copied files that stay as they are, by name below the folder
 * @param converted pickles by the names of the files that they become; several that are parts of
 *     one become one
 * @param size bytes that are written
 */
record FolderConversion(
    Path source, SortedMap<String, Path> copied, SortedMap<String, List<Path>> converted, long size)
    implements Conversion {

  private static final int DEPTH = 2;

  /** Stem, as the libraries call their weights; a variant follows it, and which part of several. */
  private static final Pattern PICKLE =
      Pattern.compile(
          "(.*/)?(pytorch_model|diffusion_pytorch_model|adapter_model)(\\.\\w+)?(?:-\\d{5}-of-\\d{5})?\\.bin");

  private static final String INDEX = ".bin.index";

  /** What a model reads; a safety checker it does not. */
  private static final Set<String> PARTS =
      Set.of("", "unet", "vae", "text_encoder", "tokenizer", "scheduler");

  /** Empty where the source is no folder, or has no pickle that is needed. */
  static Optional<Conversion> of(List<Path> sources) {
    Path source = sources.get(0);
    if (sources.size() > 1 || !Files.isDirectory(source)) {
      return Optional.empty();
    }
    SortedMap<String, List<Path>> converted = new TreeMap<>();
    SortedMap<String, Path> copied = new TreeMap<>();
    long size = 0;
    boolean adapter = isAdapter(source);
    try (Stream<Path> found = Files.walk(source, DEPTH)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        String name = source.relativize(file).toString().replace('\\', '/');
        Matcher pickle = PICKLE.matcher(name);
        if (!PARTS.contains(part(name)) || (adapter && !name.startsWith("adapter_"))) {
          continue;
        }
        if (pickle.matches()) {
          String weights = safetensors(pickle);
          if (!hasWeights(file)) {
            converted.computeIfAbsent(weights, it -> new ArrayList<>()).add(file);
            size += Files.size(file);
          }
        } else if (ModelContents.isPart(name) && !name.contains(INDEX)) {
          copied.put(name, file);
          size += Files.size(file);
        }
      }
      if (converted.isEmpty() || !isModel(source)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new ModelLoadException(source + " can't be read: " + e.getMessage(), e);
    }
    return Optional.of(new FolderConversion(source, copied, converted, size));
  }

  private static String part(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /** What a file is called after conversion: its name, unless it is a pickle. */
  static String converted(String name) {
    Matcher pickle = PICKLE.matcher(name);
    return pickle.matches() ? safetensors(pickle) : name;
  }

  private static String safetensors(Matcher pickle) {
    String folder = Optional.ofNullable(pickle.group(1)).orElse("");
    String variant = Optional.ofNullable(pickle.group(3)).orElse("");
    String stem = pickle.group(2).equals("pytorch_model") ? "model" : pickle.group(2);
    return folder + stem + variant + ".safetensors";
  }

  private static boolean hasWeights(Path pickle) throws IOException {
    try (Stream<Path> beside = Files.list(pickle.getParent())) {
      return beside.anyMatch(it -> it.toString().endsWith(".safetensors"));
    }
  }

  /** PEFT's, whose folder has much else after a training. */
  private static boolean isAdapter(Path source) {
    return Files.isRegularFile(source.resolve("adapter_config.json"));
  }

  private static boolean isModel(Path source) {
    return isAdapter(source)
        || Files.isRegularFile(source.resolve("model_index.json"))
        || Files.isRegularFile(source.resolve("config.json"));
  }

  @Override
  public boolean isFolder() {
    return true;
  }

  @Override
  public void write(Path folder, String name, ByteProgress progress) throws IOException {
    ConvertedWeights weights = new ConvertedWeights(progress, size);
    for (Map.Entry<String, Path> file : copied.entrySet()) {
      Files.copy(file.getValue(), created(folder.resolve(file.getKey())));
    }
    for (Map.Entry<String, List<Path>> pickle : converted.entrySet()) {
      write(weights, pickle.getValue(), created(folder.resolve(pickle.getKey())));
    }
  }

  private static void write(ConvertedWeights weights, List<Path> pickles, Path target)
      throws IOException {
    List<TensorFile> files = new ArrayList<>();
    try {
      SortedMap<String, StoredTensor> tensors = new TreeMap<>();
      for (Path pickle : pickles) {
        files.add(TensorFiles.open(pickle));
        tensors.putAll(files.get(files.size() - 1).tensors());
      }
      weights.write(tensors, target);
    } finally {
      files.forEach(TensorFile::close);
    }
  }

  private static Path created(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file;
  }
}
