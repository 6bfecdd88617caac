package dev.frameloom.edit;

import dev.frameloom.metric.Detail;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a window came out, as {@link WindowMeter} measures it.
 *
 * @param warpError how steady it is; empty where no two frames can be compared
 * @param detail whether its frames show their source's shapes, and how sharply; empty where there
 *     is no frame
 */
public record WindowMeasures(OptionalDouble warpError, Optional<Detail> detail) {

  /** Where nothing was measured. */
  public static final WindowMeasures NONE =
      new WindowMeasures(OptionalDouble.empty(), Optional.empty());
}
