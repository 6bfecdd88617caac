package dev.frameloom.schedule;

/**
 * How the steps of a sampler are spread over the training timesteps (Lin et al., Common Diffusion
 * Noise Schedules and Sample Steps are Flawed, table 2).
 */
public enum TimestepSpacing {
  /** Multiples of a whole number, from 0 (plus an offset) up. */
  LEADING,
  /** From the last timestep down. */
  TRAILING,
  /** Both ends included. */
  LINSPACE
}
