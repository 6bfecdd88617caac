package dev.frameloom.schedule;

import dev.frameloom.weights.ConfigReader;

/**
 * What {@link Lcm} takes from a scheduler's configuration.
 *
 * @param originalSteps steps of the schedule that the model was distilled on
 * @param timestepScaling what timesteps are multiplied by in the boundary condition
 */
record ConsistencySettings(int originalSteps, double timestepScaling) {

  static ConsistencySettings read(ConfigReader config, int trainTimesteps) {
    int originalSteps = config.number("original_inference_steps", 50);
    if (originalSteps > trainTimesteps) {
      throw config.unfit("original_inference_steps", "at most " + trainTimesteps, originalSteps);
    }
    return new ConsistencySettings(originalSteps, config.decimal("timestep_scaling", 10));
  }
}
