package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.weights.Weights;

/**
 * A timestep as sinusoids through two linear maps: (1, T), with the SiLU that all users begin with.
 */
final class TimeEmbedding {

  private final NDArray frequencies;
  private final boolean cosineFirst;
  private final TensorList weights;

  TimeEmbedding(Weights weights, UNetConfig config) {
    int outer = config.channels().get(0);
    int size = config.timeSize();
    this.weights =
        weights.list(
            weights.tensor("linear_1.weight", size, outer),
            weights.tensor("linear_1.bias", size),
            weights.tensor("linear_2.weight", size, size),
            weights.tensor("linear_2.bias", size));
    cosineFirst = config.cosineFirst();
    NDManager owner = weights.owner();
    try (NDManager scope = owner.newSubManager()) {
      NDArray like = scope.create(0f);
      frequencies =
          Kernels.call(owner, "time_frequencies", like, outer / 2, config.frequencyShift());
    }
  }

  NDArray embed(NDManager scope, int timestep) {
    return Kernels.call(
        scope, "time_embedding", frequencies, (double) timestep, cosineFirst, weights);
  }
}
