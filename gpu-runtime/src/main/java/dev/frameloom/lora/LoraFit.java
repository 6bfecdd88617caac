package dev.frameloom.lora;

import dev.frameloom.lora.LoraTargets.Target;
import dev.frameloom.weights.ModelLoadException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the weight that each layer of a LoRA changes, and refuses a LoRA of another model. */
final class LoraFit {

  private LoraFit() {}

  /**
   * All layers of a file, by the weight that they change.
   *
   * @throws ModelLoadException where a layer has no weight in the model or one of another shape
   */
  static Map<Target, LoraLayer> of(LoraFile file, LoraTargets targets) {
    Map<Target, LoraLayer> fit = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (LoraLayer layer : file.layers()) {
      Optional<Target> target = targets.find(layer.name());
      if (target.isEmpty()) {
        unknown.add(layer.name());
        continue;
      }
      LoraLayer other = fit.put(target.get(), layer);
      if (other != null) {
        throw new ModelLoadException(
            "%s: expected each layer once, found %s also as %s"
                .formatted(file.path(), other.name(), layer.name()));
      }
    }
    if (!unknown.isEmpty()) {
      throw new ModelLoadException(
          "%s%s: the model lacks %d of its %d layers: %s"
              .formatted(
                  file.path(),
                  madeFor(file),
                  unknown.size(),
                  file.layers().size(),
                  LoraFile.first(unknown)));
    }
    fit.forEach((target, layer) -> requireShape(file, target, layer));
    return fit;
  }

  private static void requireShape(LoraFile file, Target target, LoraLayer layer) {
    List<Long> shape = target.shape();
    LoraTensor weight = new LoraTensor(target.tensor(), shape);
    LoraTensor kernel = layer.kernel();
    require(file, layer.up(), target, layer.up().shape().get(0).equals(shape.get(0)));
    require(file, layer.down(), target, layer.down().shape().get(1).equals(shape.get(1)));
    boolean sameKernel = kernel.height() == weight.height() && kernel.width() == weight.width();
    require(file, kernel, target, sameKernel);
  }

  private static void require(LoraFile file, LoraTensor tensor, Target target, boolean fits) {
    if (!fits) {
      throw new ModelLoadException(
          "%s%s: tensor %s: expected a shape that fits %s %s, found %s"
              .formatted(
                  file.path(),
                  madeFor(file),
                  tensor.name(),
                  target.tensor(),
                  target.shape(),
                  tensor.shape()));
    }
  }

  private static String madeFor(LoraFile file) {
    LoraFamily family = LoraFamily.of(file);
    return family == LoraFamily.UNKNOWN
        ? " does not fit this model"
        : " was made for " + family.words() + " and does not fit this model";
  }
}
