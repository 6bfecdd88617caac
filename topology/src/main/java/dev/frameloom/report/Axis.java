package dev.frameloom.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis from 0 to a round number.
 *
 * @param step between its ticks
 * @param steps how many there are, at least 1
 */
record Axis(BigDecimal step, int steps) {

  private static final int WANTED_STEPS = 3;
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  /** An axis that a value from 0 to this fits on; 0 to 1 where that is 0. */
  static Axis upTo(double largest) {
    if (!(largest > 0)) {
      return new Axis(BigDecimal.ONE, 1);
    }
    int power = (int) Math.floor(Math.log10(largest / WANTED_STEPS));
    double unit = Math.pow(10, power);
    double factor = ROUND[0];
    for (int i = 1; i < ROUND.length && factor * unit * WANTED_STEPS < largest; i++) {
      factor = ROUND[i];
    }
    BigDecimal step = BigDecimal.valueOf(factor).scaleByPowerOfTen(power);
    return new Axis(step, Math.max(1, (int) Math.ceil(largest / step.doubleValue())));
  }

  double end() {
    return step.doubleValue() * steps;
  }

  /** From 0 to the end. */
  List<String> ticks() {
    List<String> ticks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      BigDecimal tick = step.multiply(BigDecimal.valueOf(i));
      ticks.add(tick.signum() == 0 ? "0" : tick.stripTrailingZeros().toPlainString());
    }
    return ticks;
  }
}
