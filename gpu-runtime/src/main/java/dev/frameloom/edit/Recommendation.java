package dev.frameloom.edit;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a model's maker recommends it be used with by one method; each empty where nothing is
 * recommended.
 *
 * @param steps diffusion steps of the whole schedule, 1 to 1000
 * @param strength how far the source is noised, 0 to 1
 * @param guidanceScale classifier-free guidance scale, 0 to 100
 * @param size pixels of a frame's shorter side from which on the method shows what is in it, 8 to
 *     8192: no setting, frames stay what they are
 */
public record Recommendation(
    OptionalInt steps, OptionalDouble strength, OptionalDouble guidanceScale, OptionalInt size) {

  /** Nothing. */
  public static final Recommendation NONE =
      new Recommendation(
          OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty());
}
