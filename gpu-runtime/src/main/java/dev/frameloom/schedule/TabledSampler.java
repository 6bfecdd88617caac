package dev.frameloom.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Shapes;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A sampler whose steps are weighted sums.
 *
 * @param table its steps, the noisiest first
 * @param startScale of the first
 */
record TabledSampler(List<SamplerStep> table, double startScale) implements Sampler {

  TabledSampler {
    table = List.copyOf(table);
  }

  @Override
  public int steps() {
    return table.size();
  }

  @Override
  public double timestep(int index) {
    return at(index).timestep();
  }

  @Override
  public NDArray modelInput(NDManager scope, NDArray latents, int index) {
    return Kernels.call(scope, "mix_scaled", latents, at(index).inputScale());
  }

  @Override
  public NDArray step(
      NDManager scope, NDArray latents, NDArray modelOutput, int index, Supplier<NDArray> noise) {
    Mix next = at(index).next();
    if (next.noise() == 0) {
      return mixed(scope, next, latents, modelOutput);
    }
    long[] shape = latents.getShape().getShape();
    Shapes.check("model output", modelOutput, shape);
    NDArray random = noise.get();
    Shapes.check("noise", random, shape);
    return Kernels.call(
        scope,
        "mix_noise",
        latents,
        next.latents(),
        modelOutput,
        next.output(),
        random,
        next.noise());
  }

  @Override
  public NDArray addNoise(NDManager scope, NDArray latents, NDArray noise, int index) {
    Shapes.check("noise", noise, latents.getShape().getShape());
    SamplerStep step = at(index);
    return Kernels.call(scope, "mix", latents, step.signal(), noise, step.noise());
  }

  @Override
  public NDArray predictPicture(NDManager scope, NDArray latents, NDArray modelOutput, int index) {
    return mixed(scope, at(index).picture(), latents, modelOutput);
  }

  @Override
  public Sampler last(int steps) {
    if (steps < 0 || steps > table.size()) {
      throw new IllegalArgumentException(
          "expected 0 to " + table.size() + " steps, found " + steps);
    }
    return new TabledSampler(table.subList(table.size() - steps, table.size()), startScale);
  }

  /** A sum without noise; also what {@link DdimInversion} is made of. */
  static NDArray mixed(NDManager scope, Mix mix, NDArray latents, NDArray output) {
    Shapes.check("model output", output, latents.getShape().getShape());
    return Kernels.call(scope, "mix", latents, mix.latents(), output, mix.output());
  }

  private SamplerStep at(int index) {
    return table.get(Objects.checkIndex(index, table.size()));
  }
}
