package dev.frameloom.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Extent;
import dev.frameloom.engine.KernelObserver;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.engine.Precision;
import dev.frameloom.engine.TensorList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds where numbers stop being finite: runs a call once more and looks at what every kernel
 * gives, which would cost too much on each call.
 */
final class Attribution implements KernelObserver {

  private static final int NAMED_TENSORS = 3;

  private final ModelPart part;
  private String layer = "";
  private Optional<Culprit> culprit = Optional.empty();

  /**
   * The first kernel whose result isn't finite.
   *
   * @param layer whose weights it takes, or those of the kernel before it
   * @param given what it computed from
   * @param weights that it took
   * @param result what it gave
   */
  private record Culprit(String layer, List<Extent> given, List<Extent> weights, Extent result) {}

  private Attribution(ModelPart part) {
    this.part = part;
  }

  /** Says where a part's numbers stop being finite. */
  static NotFiniteException of(ModelPart part, NDManager scope, ModelPart.Work call) {
    List<String> damaged = part.places().notFinite();
    if (!damaged.isEmpty()) {
      return ofWeights(part, damaged);
    }
    Attribution attribution = new Attribution(part);
    Kernels.observe(attribution, () -> call.apply(scope).close());
    return attribution
        .culprit
        .map(it -> ofLayer(part, it))
        .orElseGet(
            () ->
                new NotFiniteException(
                    part.name(),
                    part.name()
                        + ": its result is not finite, where the model's own layers alone give a"
                        + " finite one: look at what reaches into them"));
  }

  @Override
  public void called(String kernel, List<Object> arguments, List<NDArray> results) {
    if (culprit.isPresent()) {
      return;
    }
    List<NDArray> given = new ArrayList<>();
    List<NDArray> weights = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof NDArray array) {
        given.add(array);
      } else if (argument instanceof TensorList list) {
        Optional<String> owner = part.places().layer(list.tensors());
        layer = owner.orElse(layer);
        (owner.isPresent() ? weights : given).addAll(list.tensors());
      }
    }
    for (NDArray result : results) {
      if (!Extent.isFinite(result)) {
        culprit =
            Optional.of(
                new Culprit(
                    layer.isEmpty() ? "input" : layer,
                    given.stream().map(Extent::of).toList(),
                    weights.stream().map(Extent::of).toList(),
                    Extent.of(result)));
        return;
      }
    }
  }

  private static NotFiniteException ofWeights(ModelPart part, List<String> damaged) {
    String first = damaged.get(0);
    int rest = damaged.size() - NAMED_TENSORS;
    List<String> named = damaged.subList(0, Math.min(NAMED_TENSORS, damaged.size()));
    return new NotFiniteException(
        first.substring(0, Math.max(0, first.lastIndexOf('.'))),
        part.name()
            + ": weights that are not finite in "
            + name(part.precision())
            + ": "
            + String.join(", ", named)
            + (rest > 0 ? " and " + rest + " more" : "")
            + ". "
            + advice(part, "The file is damaged, or a LoRA's scale is too large"));
  }

  private static NotFiniteException ofLayer(ModelPart part, Culprit found) {
    StringBuilder text = new StringBuilder();
    text.append(part.name()).append(": ").append(found.layer()).append(" gives ");
    text.append(found.result().notFinite()).append(" of ").append(found.result().count());
    text.append(" numbers that are not finite, in ").append(name(part.precision()));
    if (!found.given().isEmpty()) {
      text.append(", from numbers of ").append(found.given().get(0));
    }
    double reach = found.weights().stream().mapToDouble(Extent::reach).max().orElse(0);
    if (reach > 0) {
      text.append(String.format(Locale.ROOT, " and weights of up to %.3g", reach));
    }
    text.append(". ");
    text.append(
        advice(
            part, "The weights are too large: a LoRA's scale may be, or the file is" + " damaged"));
    return new NotFiniteException(found.layer(), text.toString());
  }

  private static String advice(ModelPart part, String otherwise) {
    if (part.precision() != Precision.FP16) {
      return otherwise;
    }
    return "The largest number of fp16 is 65504: run the model in bf16 or fp32"
        + (part.name().equals("vae")
            ? ", or set force_upcast in vae/config.json for an autoencoder in fp32"
            : "");
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
