package dev.frameloom.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;
import dev.frameloom.engine.TensorList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A sampler whose steps also take the picture that the step before predicted. It goes along with
 * the latents, in further channels: (B, 2C, h, w). So there is nothing to be remembered, each row
 * carries what is its own, and a step stays a function of what it is given.
 *
 * @param table its steps, the noisiest first
 * @param startScale of the first
 */
record MultistepSampler(List<Step> table, double startScale) implements Sampler {

  /**
   * A step.
   *
   * @param alone the step where there was none before
   * @param slope what the difference of the two pictures is weighed by; none in a step that takes
   *     nothing from the one before
   */
  record Step(SamplerStep alone, Optional<Double> slope) {}

  MultistepSampler {
    table = List.copyOf(table);
  }

  @Override
  public int steps() {
    return table.size();
  }

  @Override
  public double timestep(int index) {
    return at(index).alone().timestep();
  }

  @Override
  public NDArray modelInput(NDManager scope, NDArray latents, int index) {
    return Kernels.call(
        scope, "mix_scaled", own(scope, latents, index), at(index).alone().inputScale());
  }

  @Override
  public NDArray step(
      NDManager scope, NDArray latents, NDArray modelOutput, int index, Supplier<NDArray> noise) {
    Step step = at(index);
    try (NDManager inner = scope.newSubManager()) {
      NDArray own = own(inner, latents, index);
      NDArray next = alone(inner, step.alone().next(), own, modelOutput, noise);
      NDArray picture = TabledSampler.mixed(inner, step.alone().picture(), own, modelOutput);
      if (hasHistory(index)) {
        NDArray before = channels(inner, latents, 1);
        double slope = step.slope().orElseThrow();
        next = Kernels.call(inner, "mix_noise", next, 1.0, picture, slope, before, -slope);
      }
      NDArray result =
          hasHistory(index + 1)
              ? Kernels.call(inner, "concat", new TensorList(inner, List.of(next, picture)), 1)
              : next;
      result.attach(scope);
      return result;
    }
  }

  private static NDArray alone(
      NDManager scope, Mix next, NDArray own, NDArray output, Supplier<NDArray> noise) {
    NDArray mixed = TabledSampler.mixed(scope, next, own, output);
    if (next.noise() == 0) {
      return mixed;
    }
    NDArray random = noise.get();
    Shapes.check("noise", random, own.getShape().getShape());
    return Kernels.call(scope, "mix", mixed, 1.0, random, next.noise());
  }

  @Override
  public NDArray addNoise(NDManager scope, NDArray latents, NDArray noise, int index) {
    Shapes.check("noise", noise, latents.getShape().getShape());
    SamplerStep step = at(index).alone();
    return Kernels.call(scope, "mix", latents, step.signal(), noise, step.noise());
  }

  @Override
  public NDArray predictPicture(NDManager scope, NDArray latents, NDArray modelOutput, int index) {
    try (NDManager inner = scope.newSubManager()) {
      NDArray own = own(inner, latents, index);
      return TabledSampler.mixed(scope, at(index).alone().picture(), own, modelOutput);
    }
  }

  @Override
  public Sampler last(int steps) {
    if (steps < 0 || steps > table.size()) {
      throw new IllegalArgumentException(
          "expected 0 to " + table.size() + " steps, found " + steps);
    }
    return new MultistepSampler(table.subList(table.size() - steps, table.size()), startScale);
  }

  /**
   * Whether latents at a step carry a picture: never at the first, wherever the schedule begins.
   */
  private boolean hasHistory(int index) {
    return index > 0 && index < table.size() && table.get(index).slope().isPresent();
  }

  /** The latents without what they carry. */
  private NDArray own(NDManager scope, NDArray latents, int index) {
    return hasHistory(index) ? channels(scope, latents, 0) : latents;
  }

  /** (B, 2C, h, w) -> (B, C, h, w). */
  private static NDArray channels(NDManager scope, NDArray latents, int half) {
    int count = (int) latents.getShape().get(1) / 2;
    return Kernels.call(scope, "channels", latents, half * count, (half + 1) * count);
  }

  private Step at(int index) {
    return table.get(Objects.checkIndex(index, table.size()));
  }
}
