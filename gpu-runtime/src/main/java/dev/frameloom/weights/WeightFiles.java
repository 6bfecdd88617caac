package dev.frameloom.weights;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The tensors of one part of a model, in one safetensors file or in several with an index beside
 * them. Closing it leaves tensors that were read as they are.
 */
public final class WeightFiles implements AutoCloseable {

  /** Constants of positions, and what CLIP compares texts and pictures with. */
  private static final Pattern UNUSED =
      Pattern.compile(".*\\.position_ids|text_projection.*|logit_scale|visual.*|vision_model.*");

  private final Path folder;
  private final TensorNames names;
  private final List<SafetensorsFile> files;
  private final Map<String, Located> tensors = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** A tensor and the file that it is in. */
  record Located(SafetensorsFile file, TensorEntry entry) {

    private Located part(int part, int parts) {
      if (parts > 1 && !entry.divides(parts)) {
        throw new ModelLoadException(
            "%s: tensor %s: expected a first size that %d divides, found shape %s"
                .formatted(file.file(), entry.name(), parts, entry.shape()));
      }
      return new Located(file, entry.part(part, parts));
    }
  }

  private WeightFiles(Path folder, List<SafetensorsFile> files) {
    this.folder = folder;
    this.names = TensorNames.SAME;
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

  private WeightFiles(SafetensorsFile file, String prefix, TensorNames names) {
    this.folder = file.file();
    this.files = List.of(file);
    this.names = name -> names.stored(name).under(prefix);
  }

  /**
   * A part of a file that holds more, under other names.
   *
   * @param file closed with this
   * @param prefix of the part's tensors
   * @param names by which they are stored
   * @param uses which of them the part is made of, by stored names without prefix
   */
  static WeightFiles of(
      SafetensorsFile file, String prefix, TensorNames names, Predicate<String> uses) {
    WeightFiles part = new WeightFiles(file, prefix, names);
    for (TensorEntry entry : file.tensors().values()) {
      String name = entry.name();
      if (name.startsWith(prefix) && uses.test(name.substring(prefix.length()))) {
        part.tensors.put(name, new Located(file, entry));
      }
    }
    return part;
  }

  /**
   * Opens the weights of a part.
   *
   * @param folder the part's folder
   * @param stem file name before the ending, as {@code model} or {@code diffusion_pytorch_model}
   * @throws ModelLoadException where there are none, or only in a format that is not read
   */
  public static WeightFiles open(Path folder, String stem) {
    PartLocation location = PartLocation.find(folder, stem);
    List<SafetensorsFile> files = new ArrayList<>();
    try {
      for (Path path : location.paths()) {
        files.add(SafetensorsFile.open(path));
      }
      location.index().ifPresent(index -> index.check(files));
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
    if (ForeignFile.isPickle(file.getFileName().toString())) {
      throw ForeignFile.pickle(file);
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelLoadException("missing file " + file);
    }
    return new WeightFiles(file.toAbsolutePath().getParent(), List.of(SafetensorsFile.open(file)));
  }

  /** Where a tensor is, for whoever reads it. */
  Optional<Located> take(String tensor) {
    Optional<Located> found = find(tensor);
    found.ifPresent(located -> taken.add(located.entry().name()));
    return found;
  }

  /** Stored tensors that nobody took so far, but those that encoders of text only train with. */
  List<String> untaken() {
    return tensors.keySet().stream()
        .filter(name -> !taken.contains(name) && !UNUSED.matcher(name).matches())
        .sorted()
        .toList();
  }

  Optional<Located> find(String tensor) {
    StoredName stored = names.stored(tensor);
    return Optional.ofNullable(tensors.get(stored.name()))
        .map(located -> located.part(stored.part(), stored.parts()));
  }

  /** The files, in a stable order. */
  public List<Path> paths() {
    return files.stream().map(SafetensorsFile::file).sorted().toList();
  }

  /** A tensor's name for messages, with the one that it is stored by where that is another. */
  String shown(String tensor) {
    String stored = names.stored(tensor).name();
    return stored.equals(tensor) ? tensor : tensor + " (stored as " + stored + ")";
  }

  /** Numbers in each stored tensor, by name, sorted. */
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

  /**
   * Looks at every number of the tensors that are weights.
   *
   * @throws ModelLoadException where one is not finite, or its format is not read; names the tensor
   *     and the number's index
   */
  public void requireNumbers() {
    tensors.forEach(
        (name, located) -> {
          if (!UNUSED.matcher(name).matches()) {
            requireNumbers(located);
          }
        });
  }

  private static void requireNumbers(Located located) {
    TensorEntry entry = located.entry();
    Optional<TensorType> type = TensorType.named(entry.type());
    if (type.isEmpty()) {
      // counters are whole numbers, and nobody reads them
      if (entry.type().startsWith("F") || entry.name().endsWith(".weight")) {
        throw TensorType.unread(located.file().file(), entry);
      }
      return;
    }
    ByteBuffer bytes = located.file().map(entry);
    boolean finite = type.get().allFinite(bytes, (int) entry.count());
    MappedPages.release(bytes);
    if (!finite) {
      throw new ModelLoadException(
          "%s: tensor %s: %s"
              .formatted(
                  located.file().file(),
                  entry.name(),
                  NumberCheck.of(located, DataType.FLOAT32).problem().orElseThrow()));
    }
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
