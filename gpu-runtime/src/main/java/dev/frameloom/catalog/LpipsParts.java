package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.StoredTensor;
import dev.frameloom.weights.TensorFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two halves of LPIPS in a file: the weights of channels that the package {@code lpips} has,
 * and the network of features that torchvision has. What else is in the file, as the classifier,
 * LPIPS does not use.
 *
 * @param file for messages
 * @param tensors by the names that each half is published with
 * @param weights which network's channels it weighs
 * @param features which network it is
 */
record LpipsParts(
    Path file,
    SortedMap<String, StoredTensor> tensors,
    Optional<NetworkKind> weights,
    Optional<NetworkKind> features) {

  /** A whole model of the package has its network in five slices. */
  private static final Pattern SLICE = Pattern.compile("net\\.slice\\d\\.(\\d+\\.(?:weight|bias))");

  private static final Pattern USED =
      Pattern.compile("features\\.\\d+\\.(?:weight|bias)|lin\\d\\.model\\.1\\.weight");

  private static final String FIRST = "features.0.weight";

  /** Channels of the third stage: they tell the networks apart. */
  private static final String THIRD = "lin2.model.1.weight";

  private static final int LAST_LIN = 4;
  private static final String ALEX_LAST = "features.10.weight";
  private static final String VGG_LAST = "features.28.weight";

  /** Looks for them. */
  static LpipsParts in(TensorFile file) {
    SortedMap<String, StoredTensor> tensors = new TreeMap<>();
    file.tensors()
        .forEach(
            (stored, tensor) -> {
              Matcher slice = SLICE.matcher(stored);
              String name = slice.matches() ? "features." + slice.group(1) : stored;
              if (USED.matcher(name).matches()) {
                tensors.put(name, tensor);
              }
            });
    boolean others =
        file.tensors().containsKey("features.1.running_mean")
            || tensors.containsKey("features.34.weight");
    return new LpipsParts(
        file.path(),
        tensors,
        weights(file.path(), tensors),
        others ? Optional.empty() : features(tensors));
  }

  private static Optional<NetworkKind> weights(Path file, SortedMap<String, StoredTensor> tensors) {
    if (!tensors.containsKey(THIRD) || !tensors.containsKey("lin" + LAST_LIN + ".model.1.weight")) {
      return Optional.empty();
    }
    if (tensors.containsKey("lin" + (LAST_LIN + 1) + ".model.1.weight")) {
      throw new ModelLoadException(
          file + " is LPIPS by SqueezeNet, which is not built. Import alex.pth or vgg.pth");
    }
    List<Long> shape = tensors.get(THIRD).shape();
    if (shape.equals(List.of(1L, 384L, 1L, 1L))) {
      return Optional.of(NetworkKind.LPIPS_ALEX);
    }
    return shape.equals(List.of(1L, 256L, 1L, 1L))
        ? Optional.of(NetworkKind.LPIPS_VGG)
        : Optional.empty();
  }

  private static Optional<NetworkKind> features(SortedMap<String, StoredTensor> tensors) {
    if (!tensors.containsKey(FIRST)) {
      return Optional.empty();
    }
    List<Long> shape = tensors.get(FIRST).shape();
    if (shape.equals(List.of(64L, 3L, 11L, 11L)) && tensors.containsKey(ALEX_LAST)) {
      return Optional.of(NetworkKind.LPIPS_ALEX);
    }
    return shape.equals(List.of(64L, 3L, 3L, 3L)) && tensors.containsKey(VGG_LAST)
        ? Optional.of(NetworkKind.LPIPS_VGG)
        : Optional.empty();
  }

  boolean isSome() {
    return weights.isPresent() || features.isPresent();
  }

  /**
   * The whole model, of one file or two.
   *
   * @throws ModelLoadException where a half is missing, or they are of two networks; says which
   *     file is wanted
   */
  static NetworkKind join(List<LpipsParts> parts) {
    Optional<LpipsParts> weights = parts.stream().filter(it -> it.weights.isPresent()).findFirst();
    Optional<LpipsParts> features =
        parts.stream().filter(it -> it.features.isPresent()).findFirst();
    if (weights.isEmpty()) {
      LpipsParts found = features.orElseThrow();
      throw missing(
          found.file,
          "the network " + network(found.features.orElseThrow()),
          "the weights of channels of the Python package lpips, "
              + weightsFile(found.features.get()),
          weightsFile(found.features.get()) + " " + found.file.getFileName());
    }
    NetworkKind kind = weights.get().weights.orElseThrow();
    if (features.isEmpty()) {
      throw missing(
          weights.get().file,
          "the weights of channels of " + kind.words(),
          "torchvision's "
              + network(kind)
              + ", https://download.pytorch.org/models/"
              + networkFile(kind),
          weights.get().file.getFileName() + " " + networkFile(kind));
    }
    if (features.get().features.orElseThrow() != kind) {
      throw new ModelLoadException(
          "%s weighs the channels of %s, and %s is %s. Give it with %s"
              .formatted(
                  weights.get().file,
                  network(kind),
                  features.get().file,
                  network(features.get().features.orElseThrow()),
                  networkFile(kind)));
    }
    return kind;
  }

  /** The tensors of both halves. */
  static SortedMap<String, StoredTensor> tensors(List<LpipsParts> parts) {
    SortedMap<String, StoredTensor> both = new TreeMap<>();
    add(both, parts.stream().filter(it -> it.weights.isPresent()), "lin");
    add(both, parts.stream().filter(it -> it.features.isPresent()), "features.");
    return both;
  }

  private static void add(
      SortedMap<String, StoredTensor> both, Stream<LpipsParts> parts, String start) {
    parts
        .findFirst()
        .ifPresent(
            part ->
                part.tensors.forEach(
                    (name, tensor) -> {
                      if (name.startsWith(start)) {
                        both.put(name, tensor);
                      }
                    }));
  }

  private static ModelLoadException missing(Path file, String what, String other, String together) {
    return new ModelLoadException(
        "%s is %s, which is half of LPIPS; the other is %s. Give both: `frameloom models import %s --name lpips`"
            .formatted(file, what, other, together));
  }

  private static String network(NetworkKind kind) {
    return kind == NetworkKind.LPIPS_ALEX ? "AlexNet" : "VGG-16";
  }

  private static String networkFile(NetworkKind kind) {
    return kind == NetworkKind.LPIPS_ALEX ? "alexnet-owt-7be5be79.pth" : "vgg16-397923af.pth";
  }

  private static String weightsFile(NetworkKind kind) {
    return kind == NetworkKind.LPIPS_ALEX ? "weights/v0.1/alex.pth" : "weights/v0.1/vgg.pth";
  }
}
