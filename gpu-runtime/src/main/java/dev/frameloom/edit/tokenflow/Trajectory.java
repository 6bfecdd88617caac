package dev.frameloom.edit.tokenflow;

/** Latents of one frame at the timesteps of an inversion. */
interface Trajectory {

  /** C·h·w numbers. */
  float[] at(int step);
}
