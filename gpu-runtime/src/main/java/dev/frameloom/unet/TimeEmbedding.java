package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A timestep as sinusoids through two linear maps: (1, T), with the SiLU that all users begin with.
 * A latent consistency model adds its guidance scale, as sinusoids through a map of their own,
 * before the first of them (Luo et al., Latent Consistency Models, 2023, section 4.2).
 */
final class TimeEmbedding {

  private final NDArray frequencies;
  private final boolean cosineFirst;
  private final TensorList weights;
  private final Optional<NDArray> guidanceFrequencies;

  TimeEmbedding(Weights weights, UNetConfig config) {
    int outer = config.channels().get(0);
    int size = config.timeSize();
    List<NDArray> tensors = new ArrayList<>();
    tensors.add(weights.tensor("linear_1.weight", size, outer));
    tensors.add(weights.tensor("linear_1.bias", size));
    tensors.add(weights.tensor("linear_2.weight", size, size));
    tensors.add(weights.tensor("linear_2.bias", size));
    if (config.guidanceSize() > 0) {
      tensors.add(weights.tensor("cond_proj.weight", outer, config.guidanceSize()));
      guidanceFrequencies =
          Optional.of(frequencies(weights, "guidance_frequencies", config.guidanceSize() / 2));
    } else {
      guidanceFrequencies = Optional.empty();
    }
    this.weights = weights.list(tensors.toArray(NDArray[]::new));
    cosineFirst = config.cosineFirst();
    frequencies = frequencies(weights, "time_frequencies", outer / 2, config.frequencyShift());
  }

  private static NDArray frequencies(Weights weights, String kernel, Object... arguments) {
    NDManager owner = weights.owner();
    try (NDManager scope = owner.newSubManager()) {
      Object[] all = Stream.concat(Stream.of(scope.create(0f)), Stream.of(arguments)).toArray();
      return Kernels.call(owner, kernel, all);
    }
  }

  NDArray embed(NDManager scope, double timestep, OptionalDouble guidance) {
    if (guidance.isEmpty()) {
      return Kernels.call(scope, "time_embedding", frequencies, timestep, cosineFirst, weights);
    }
    NDArray own =
        guidanceFrequencies.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "guidance as an input: expected a model with time_cond_proj_dim (LCM), found"
                        + " one without; guide by a second branch instead"));
    return Kernels.call(
        scope,
        "guided_time_embedding",
        frequencies,
        timestep,
        cosineFirst,
        own,
        guidanceAngle(guidance.getAsDouble()),
        weights);
  }

  /** (g − 1) · 1000, rounded as the reference does: the sinusoids are of thousands of radians. */
  private static double guidanceAngle(double guidance) {
    return (float) (guidance - 1) * 1000f;
  }
}
