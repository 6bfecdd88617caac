package dev.frameloom.bench.motion;

import dev.frameloom.flow.EndPointError;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.KnownMotion;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import java.util.ArrayList;
import java.util.List;

/** How well each flow finds motions that are known: a frame, and the same frame moved. */
final class FlowErrors {

  private FlowErrors() {}

  /**
   * A row.
   *
   * @param flow what looked for it
   * @param motion what there was to find
   * @param error how far off it was
   * @param still how far off no motion at all would be
   */
  record Row(String flow, String motion, EndPointError error, EndPointError still) {}

  /** All motions by each of some flows. */
  static List<Row> of(Picture frame, List<Flows> flows) {
    List<Row> rows = new ArrayList<>();
    for (Flows each : flows) {
      try (OpticalFlow flow = each.opened().get()) {
        for (KnownMotion motion : KnownMotion.STANDARD) {
          FlowField truth = motion.flow(frame.width(), frame.height());
          FlowField found = flow.between(frame, motion.moved(frame));
          FlowField none = new FlowField(frame.width(), frame.height(), still(frame));
          rows.add(
              new Row(
                  each.name(),
                  motion.name(),
                  EndPointError.of(found, truth),
                  EndPointError.of(none, truth)));
        }
      }
    }
    return rows;
  }

  private static float[] still(Picture frame) {
    return new float[2 * frame.width() * frame.height()];
  }
}
