package dev.frameloom.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Kernels;
import dev.frameloom.lora.LoraKey.Part;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import dev.frameloom.weights.pickle.PickleKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A LoRA in a safetensors file, with what lies beside it ({@link LoraPlace}), in any of the {@link
 * LoraForm forms}: for some layers of a model two thin matrices, whose product is added to the
 * layer's weight. Checked by itself; whether it fits a model is told when it is fitted. The caller
 * closes it.
 */
public final class LoraFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoraFile.class);

  private static final int SHOWN = 3;

  private final Path path;
  private final WeightFiles files;
  private final Set<LoraForm> forms = EnumSet.noneOf(LoraForm.class);
  private final List<LoraLayer> layers;

  private LoraFile(LoraPlace place, WeightFiles files) {
    this.path = place.weights();
    this.files = files;
    SortedMap<String, List<Long>> shapes = files.shapes();
    LoraKinds.requireLora(path, shapes);
    SortedMap<String, Map<Part, LoraTensor>> parts = parts(shapes);
    LoraAlphas alphas = new LoraAlphas(place, alphas(parts), files.metadata());
    alphas.requirePlain();
    if (!alphas.isSaid() && shapes.keySet().stream().anyMatch(it -> it.startsWith("base_model."))) {
      LOG.warn(
          "{} is PEFT's, and adapter_config.json, which says how strong it is, is not beside it; it"
              + " is taken to be as strong as its rank",
          path);
    }
    List<LoraLayer> found = new ArrayList<>();
    parts.forEach((name, tensors) -> found.add(layer(name, tensors, alphas)));
    layers = List.copyOf(found);
  }

  /**
   * Opens a file, or a folder as {@link LoraPlace} knows them.
   *
   * @throws ModelLoadException where it is no LoRA, of a kind that is not built, or not whole
   */
  public static LoraFile open(Path path) {
    LoraPlace place = LoraPlace.of(path);
    PickleKind.requireNoOther(place.weights());
    WeightFiles files = WeightFiles.file(place.weights());
    try {
      return new LoraFile(place, files);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private SortedMap<String, Map<Part, LoraTensor>> parts(SortedMap<String, List<Long>> shapes) {
    SortedMap<String, Map<Part, LoraTensor>> parts = new TreeMap<>();
    shapes.forEach(
        (name, shape) -> {
          LoraKey key = LoraKey.parse(name).orElseThrow();
          key.form().ifPresent(forms::add);
          LoraTensor other =
              parts
                  .computeIfAbsent(key.layer(), it -> new EnumMap<>(Part.class))
                  .put(key.part(), new LoraTensor(name, shape));
          if (other != null) {
            throw new ModelLoadException(
                "%s: expected one tensor of each part of a layer, found %s and %s"
                    .formatted(path, other.name(), name));
          }
        });
    return parts;
  }

  /** The first few of many names, for messages. */
  static String first(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }

  private Map<String, Double> alphas(SortedMap<String, Map<Part, LoraTensor>> parts) {
    Map<String, Double> alphas = new HashMap<>();
    try (NDManager scope = ComputeDevice.CPU.newScope()) {
      parts.forEach(
          (layer, tensors) -> {
            LoraTensor alpha = tensors.get(Part.ALPHA);
            if (alpha != null) {
              alphas.put(layer, scalar(scope, alpha));
            }
          });
    }
    return alphas;
  }

  private double scalar(NDManager scope, LoraTensor tensor) {
    if (!tensor.shape().isEmpty() && !tensor.shape().equals(List.of(1L))) {
      throw unfit(tensor, "a single number");
    }
    double value = read(scope, tensor).toFloatArray()[0];
    if (!Double.isFinite(value)) {
      throw new ModelLoadException(
          "%s: tensor %s: expected a number, found %s".formatted(path, tensor.name(), value));
    }
    return value;
  }

  private LoraLayer layer(String name, Map<Part, LoraTensor> tensors, LoraAlphas alphas) {
    LoraTensor down = tensors.get(Part.DOWN);
    LoraTensor up = tensors.get(Part.UP);
    if (down == null || up == null) {
      throw new ModelLoadException(
          "%s: layer %s: expected two matrices, down (or A) and up (or B), found only %s"
              .formatted(path, name, tensors.values().stream().map(LoraTensor::name).toList()));
    }
    Optional<LoraTensor> mid = Optional.ofNullable(tensors.get(Part.MID));
    requireSizes(down);
    requireSizes(up);
    if (!up.isMatrix()) {
      throw unfit(up, "a matrix or a convolution of 1×1");
    }
    LoraTensor inner = mid.orElse(down);
    if (mid.isPresent() && (mid.get().shape().size() != 4 || !down.isMatrix())) {
      throw unfit(mid.get(), "a convolution between two matrices");
    }
    long rank = up.shape().get(1);
    if (inner.shape().get(0) != rank) {
      throw unfit(inner, "rank " + rank + " as in " + up.name() + " " + up.shape());
    }
    if (mid.isPresent() && !mid.get().shape().get(1).equals(down.shape().get(0))) {
      throw unfit(down, "rank " + mid.get().shape().get(1) + " as in " + mid.get().name());
    }
    return new LoraLayer(name, down, up, mid, rank, alphas.ratio(name, (double) rank));
  }

  private void requireSizes(LoraTensor tensor) {
    int sizes = tensor.shape().size();
    if ((sizes != 2 && sizes != 4) || tensor.shape().contains(0L)) {
      throw unfit(tensor, "two or four sizes");
    }
  }

  private ModelLoadException unfit(LoraTensor tensor, String expected) {
    return new ModelLoadException(
        "%s: tensor %s: expected %s, found shape %s"
            .formatted(path, tensor.name(), expected, tensor.shape()));
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Whose names it uses; files of the past mix them. */
  public Set<LoraForm> forms() {
    return Set.copyOf(forms);
  }

  /** Number formats of its tensors, as {@code F16}. */
  Set<String> types() {
    return files.types();
  }

  /** Layers in order of name. */
  List<LoraLayer> layers() {
    return layers;
  }

  /** A tensor in single precision. */
  NDArray read(NDManager scope, LoraTensor tensor) {
    Weights weights = new Weights(files, scope, DataType.FLOAT32);
    return weights.original(scope, tensor.name(), tensor.shape());
  }

  /**
   * Reads everything once.
   *
   * @throws ModelLoadException where a number is not finite
   */
  void requireFinite(NDManager device) {
    for (LoraLayer layer : layers) {
      List<LoraTensor> tensors = new ArrayList<>(List.of(layer.down(), layer.up()));
      layer.mid().ifPresent(tensors::add);
      try (NDManager scope = device.newSubManager()) {
        for (LoraTensor tensor : tensors) {
          if (Kernels.call(scope, "all_finite", read(scope, tensor)).getFloat() == 0) {
            throw new ModelLoadException(
                "%s: tensor %s: expected finite numbers, found NaN or infinity"
                    .formatted(path, tensor.name()));
          }
        }
      }
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
