package dev.frameloom.schedule;

/** What a model predicts. */
public enum Prediction {
  /** The noise. */
  EPSILON,
  /** Velocity: √ᾱ · noise − √(1−ᾱ) · picture. */
  VELOCITY
}
